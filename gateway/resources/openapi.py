"""The description of the API, for programs and people."""

import hashlib
from functools import cache

import falcon
import orjson

from gateway.openapi import document


class OpenApi:
    """GET /openapi.json."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """The document, which changes with a release only."""
        body, tag = written()
        resp.set_header("ETag", tag)
        resp.set_header("Cache-Control", "no-cache")
        if req.get_header("If-None-Match") == tag:
            resp.status = 304
        else:
            resp.data = body


@cache
def written() -> tuple[bytes, str]:
    """The document's bytes and its ETag; made once in each process, when it is asked for."""
    body = orjson.dumps(document())
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
