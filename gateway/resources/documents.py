"""Documents that change with a release only: the descriptions of the API and of the events, for programs and people."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

import falcon
import orjson

from gateway import asyncapi, openapi
from gateway.catalog import events
from gateway.openapi.pages import SCHEMA
from gateway.resources.bodies import is_held
from shared.errors import NotFound

DAY = 86_400  # seconds for which a schema may be held; under its address it only ever gains fields


class Document:
    """GET of a document; whoever holds it gets 304."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._written = cache(lambda: written(make()))  # once in each process, when it is asked for

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """The document."""
        resp.set_header("Cache-Control", "no-cache")
        serve(req, resp, *self._written())


class OpenApi(Document):
    """GET /openapi.json."""

    def __init__(self) -> None:
        super().__init__(openapi.document)


class AsyncApi(Document):
    """GET /asyncapi.json."""

    def __init__(self) -> None:
        super().__init__(asyncapi.document)


class EventSchema:
    """GET /schemas/{type}/{version}, the `dataschema` of an event."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, type: str, version: str) -> None:  # noqa: A002
        """The JSON Schema of its data."""
        if type not in events() or version != str(events()[type].kind.version):
            raise NotFound(kind="schema", id=f"{type}/{version}"[:80])
        resp.set_header("Cache-Control", f"public, max-age={DAY}")
        serve(req, resp, *_schema(type), media=SCHEMA)


@cache
def _schema(type_: str) -> tuple[bytes, str]:
    return written(asyncapi.schema(events()[type_]))


def written(document: Any) -> tuple[bytes, str]:
    """A document's bytes and its tag."""
    body = orjson.dumps(document)
    return body, hashlib.sha256(body).hexdigest()[:16]


def serve(req: falcon.Request, resp: falcon.Response, body: bytes, tag: str, media: str = falcon.MEDIA_JSON) -> None:
    """Answer with the bytes, or with nothing to whoever holds them."""
    resp.set_header("ETag", f'"{tag}"')
    if is_held(req, tag):
        resp.status = 304
    else:
        resp.data, resp.content_type = body, media
