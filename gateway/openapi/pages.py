"""Operations of the gateway about itself: probes, this document, and its page."""

from typing import Any

from gateway.docs import ASSETS
from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.reads import NOT_MODIFIED, parameter
from gateway.openapi.shapes import BINARY

Json = dict[str, Any]


def probe(word: str, summary: str, *statuses: int) -> Json:
    """Whether it lives, or can work."""
    shape = {"type": "object", "required": [word], "properties": {word: {"const": True}}}
    return operation(f"is_{word}", summary, "platform", {"200": answer("Yes.", shape), **problems(*statuses)}, security=[])


def document() -> Json:
    """The document itself."""
    told = answer("An OpenAPI document (https://spec.openapis.org/oas/v3.1.0).", {"type": "object"}, "ETag")
    same = answer("It is what you hold.", None, "ETag")
    return operation("read_openapi", "Read this document", "platform", {"200": told, "304": same}, NOT_MODIFIED, security=[])


def docs() -> Json:
    """The document as a page."""
    told = answer("A page.", TEXT, media="text/html")
    languages = parameter("lang", schema=TEXT, description="Language of the page, if not the browser's.", example="kk")
    return operation("read_docs", "Read this document as a page", "platform", {"200": told}, languages, security=[])


def docs_file() -> Json:
    """What the page loads."""
    told = answer("A file of the page.", BINARY, media="text/css")
    told["content"] |= {media: {"schema": BINARY} for media in ("text/javascript", "image/svg+xml")}
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(ASSETS)}, "example": next(iter(ASSETS))}
    return operation("read_docs_file", "Load a file of the page", "platform", {"200": told, **problems(404)}, name, security=[])
