"""What an operation may answer besides what was asked for: problem details, and the headers of answers."""

from typing import Any

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
FAULT: Json = {
    "type": "object",
    "required": ["field", "detail", "remedy"],
    "properties": {"field": TEXT, "detail": TEXT, "remedy": TEXT},
}
PROBLEM: Json = {
    "description": "Problem details (RFC 9457), in the language of Accept-Language: kk, ru, mn or en.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "remedy"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Which problem; it never changes."},
        "title": TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong."},
        "remedy": {"type": "string", "description": "What to do about it."},
        "params": {"type": "object", "description": "What the sentences were filled in with."},
        "errors": {"type": "array", "items": FAULT, "description": "Every field at fault."},
    },
    "additionalProperties": False,
    "example": {
        "type": "/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no center with the id 0190b3a0-0000-7000-8000-000000000002.",
        "remedy": "Check the id; it may belong to another area than yours.",
    },
}
PROBLEMS = {
    400: ("BadRequest", "The request cannot be read: its query, its headers or its JSON."),
    401: ("NotAuthenticated", "There is no valid token."),
    403: ("Forbidden", "The caller is known and may not do this."),
    404: ("NotFound", "What the request names does not exist, or not for this caller."),
    409: ("Conflict", "The present state does not admit it. With Retry-After, the same request may succeed later."),
    410: ("CursorExpired", "What follows the cursor is no longer kept."),
    412: ("VersionMismatch", "If-Match names a version that is no longer the newest."),
    413: ("BodyTooLarge", "The body has more bytes than the operation takes."),
    415: ("WrongMediaType", "The body is not of the media type that the operation takes."),
    422: ("Invalid", "The body breaks a rule, or the Idempotency-Key was used for another request."),
    428: ("VersionRequired", "If-Match is missing or not an ETag of ours."),
    429: ("TooManyTries", "Too many wrong tries; Retry-After tells when the next is possible."),
    503: ("Unavailable", "Something that the request needs does not answer; the same request may succeed later."),
}
HEADERS: dict[str, Json] = {
    "Correlation-Id": {
        "description": "Names this request in logs and facts.",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    },
    "ETag": {"description": "The version, for If-Match and If-None-Match.", "required": True, "schema": TEXT},
    "Link": {"description": 'The next page, as rel="next" (RFC 8288).', "schema": TEXT},
    "Location": {
        "description": "Where the new thing is read.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds after which to try again.", "schema": TEXT},
    "WWW-Authenticate": {"description": "Bearer (RFC 6750).", "required": True, "schema": TEXT},
}
ALONG = {401: ("WWW-Authenticate",), 409: ("Retry-After",), 429: ("Retry-After",), 503: ("Retry-After",)}


def responses() -> Json:
    """The problem answers, to be referred to by their names."""
    return {
        name: {
            "description": description,
            "headers": headers(*ALONG.get(status, ())),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, (name, description) in PROBLEMS.items()
    }


def headers(*names: str) -> Json:
    """References to headers of an answer; every answer has a Correlation-Id."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("Correlation-Id", *names)}


def problems(*statuses: int) -> Json:
    """The problem answers with these statuses."""
    return {str(status): {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in sorted(statuses)}


def answer(description: str, content: Json | None = None, *names: str, media: str = "application/json") -> Json:
    """An answer with content of this schema, and with these headers."""
    told: Json = {"description": description, "headers": headers(*names)}
    return told if content is None else {**told, "content": {media: {"schema": content}}}


def operation(id: str, summary: str, tag: str, responses: Json, *parameters: Json, **more: Any) -> Json:  # noqa: A002
    """An operation that is described by hand."""
    return {"operationId": id, "summary": summary, "tags": [tag], "parameters": list(parameters), "responses": responses, **more}
