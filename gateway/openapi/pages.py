"""Operations of the gateway about itself: probes, this document, and its page."""

from typing import Any

from gateway.docs import ASSETS
from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.reads import NOT_MODIFIED, parameter
from gateway.openapi.shapes import BINARY

Json = dict[str, Any]
SCHEMA = "application/schema+json"
SAME: Json = {"304": answer("It is what you hold.", None, "ETag")}


def probe(word: str, summary: str, *statuses: int) -> Json:
    """Whether it lives, or can work."""
    shape = {"type": "object", "required": [word], "properties": {word: {"const": True}}}
    return operation(f"is_{word}", summary, "platform", {"200": answer("Yes.", shape), **problems(*statuses)}, security=[])


def document() -> Json:
    """The document itself."""
    told = answer("An OpenAPI document (https://spec.openapis.org/oas/v3.1.0).", {"type": "object"}, "ETag")
    return operation("read_openapi", "Read this document", "platform", {"200": told, **SAME}, NOT_MODIFIED, security=[])


def asyncapi() -> Json:
    """The document of the events."""
    told = answer(
        "An AsyncAPI document (https://www.asyncapi.com/docs/reference/specification/v3.0.0).", {"type": "object"}, "ETag"
    )
    return operation("read_asyncapi", "Read what events there are", "platform", {"200": told, **SAME}, NOT_MODIFIED, security=[])


def event_schema() -> Json:
    """What an event's `dataschema` leads to."""
    told = answer("A JSON Schema (2020-12) of its `data`.", {"type": "object"}, "ETag", media=SCHEMA)
    type_ = {"name": "type", "in": "path", "required": True, "schema": TEXT, "example": "toono.registry.center.closed"}
    version = {"name": "version", "in": "path", "required": True, "schema": {**TEXT, "pattern": "^[1-9][0-9]*$"}, "example": "1"}
    return operation(
        "read_event_schema", "Read the schema of a type of event", "platform", {"200": told, **SAME, **problems(404)},
        type_, version, NOT_MODIFIED, security=[],
    )  # fmt: skip


def docs() -> Json:
    """The document as a page."""
    return _page("read_docs", "Read this document as a page")


def events() -> Json:
    """The events as a page."""
    return _page("read_events", "Read what events there are, as a page")


def _page(name: str, summary: str) -> Json:
    told = answer("A page.", TEXT, media="text/html")
    languages = parameter("lang", schema=TEXT, description="Language of the page, if not the browser's.", example="kk")
    return operation(name, summary, "platform", {"200": told}, languages, security=[])


def docs_file() -> Json:
    """What the pages load."""
    told = answer("A file of the pages.", BINARY, media="text/css")
    told["content"] |= {media: {"schema": BINARY} for media in ("text/javascript", "image/svg+xml")}
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(ASSETS)}, "example": next(iter(ASSETS))}
    return operation("read_docs_file", "Load a file of the pages", "platform", {"200": told, **problems(404)}, name, security=[])
