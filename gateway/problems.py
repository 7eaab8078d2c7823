"""Refusals on the wire: problem details (RFC 9457), in the reader's language."""

from typing import Any

import falcon
import orjson

from gateway.texts import localized
from shared.errors import Refusal, Unavailable, problem
from shared.logs import log

MEDIA = "application/problem+json"
LATER = "1"  # seconds


class Broken(Refusal):
    """Something failed that is nobody's fault outside; the log tells more."""

    status = 500
    text = "The gateway failed."
    remedy = "Send the request again; if it fails again, tell the operator when it was."


class BadRequest(Refusal):
    """The request cannot be read."""

    text = "{why}"
    remedy = "Mend the request as its description says."


def refuse(req: falcon.Request, resp: falcon.Response, refused: Refusal, _params: Any = None) -> None:
    """Answer with a refusal."""
    write(req, resp, problem(refused))


def write(req: falcon.Request, resp: falcon.Response, told: dict[str, Any]) -> None:
    """Answer with problem details."""
    resp.status = told["status"]
    resp.content_type = MEDIA
    if told["status"] in {503, 429} or told["type"] == "/problems/not-yet-known":
        resp.set_header("Retry-After", str(told.get("params", {}).get("seconds", LATER)))
    if told["status"] == 401:  # noqa: PLR2004
        resp.set_header("WWW-Authenticate", "Bearer")
    resp.data = orjson.dumps(localized(told, req.get_header("Accept-Language")))


def away(req: falcon.Request, resp: falcon.Response, _error: Exception, _params: Any = None) -> None:
    """Answer when the read model's database does not."""
    refuse(req, resp, Unavailable(what="The read model"))


def fail(req: falcon.Request, resp: falcon.Response, error: Exception, _params: Any = None) -> None:
    """Answer with what the log says more about."""
    if isinstance(error, falcon.HTTPError):
        told = {"type": f"/problems/http-{error.status_code}", "title": error.title, "status": error.status_code}
        told |= {"detail": error.description or error.title, "remedy": "Read /docs: it lists every path with its methods."}
        resp.set_headers(error.headers or {})
        write(req, resp, told)
    else:
        log(__name__, "request failed", 40, method=req.method, route=req.uri_template, error=repr(error)[:2000])
        refuse(req, resp, Broken())
