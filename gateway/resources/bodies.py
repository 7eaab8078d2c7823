"""Reading what came in: JSON bodies, keys, versions, and parameters of the query."""

import re
from typing import Any

import falcon
import orjson

from shared.contract import CONTROL
from shared.errors import Refusal

LARGEST = 1024 * 1024  # bytes
KEY = re.compile(r"^[\x21-\x7e]{1,200}\Z")
TRACE = re.compile(r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\Z")
TRUTHS = {"true": True, "false": False}
HEX = "[0-9a-fA-F]"
UNIQUE = re.compile(rf"^{HEX}{{8}}-{HEX}{{4}}-[1-8]{HEX}{{3}}-[89abAB]{HEX}{{3}}-{HEX}{{12}}\Z")  # RFC 9562, but for nil and max
UUID7 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


class KeyMissing(Refusal):
    """A POST without Idempotency-Key."""

    text = "The header Idempotency-Key is missing or not 1 to 200 visible ASCII characters."
    remedy = "Send a fresh UUID with every new request, and the same one when you repeat it."


class KeyNotUuid(Refusal):
    """A key that somebody else might hit upon, where nobody says who they are: all of these share one space of keys."""

    text = "The Idempotency-Key of a request that anybody may make must be a UUID (RFC 9562)."
    remedy = "Make a fresh random UUID for every new request, and send the same one when you repeat it."


class VersionRequired(Refusal):
    """A change without If-Match (RFC 6585, section 3)."""

    status = 428
    text = "The header If-Match is missing or not an ETag of ours."
    remedy = 'Read the thing first, and send its ETag, such as "3", in If-Match.'


class BodyTooLarge(Refusal):
    """More bytes than an operation takes."""

    status = 413
    text = "The body is larger than {largest} bytes."
    remedy = "Send less at once; files go to /v1/imports."


class LengthRequired(Refusal):
    """A body that does not say how long it is (RFC 9110, section 15.5.12)."""

    status = 411
    text = "The body comes in chunks, without its length."
    remedy = "Send it whole, with Content-Length."


class WrongMediaType(Refusal):
    """Not JSON."""

    status = 415
    text = "The body is of the media type {found}; this operation takes application/json."
    remedy = "Send JSON in UTF-8 with Content-Type: application/json."


class NotJson(Refusal):
    """The body cannot be read as a JSON object."""

    text = "The body is not a JSON object: {why}."
    remedy = "Send one JSON object in UTF-8."


class ParameterUnknown(Refusal):
    """A query parameter that the operation does not have."""

    text = "There is no query parameter {name} here. Known are: {known}."
    remedy = "Leave it out, or use one of the known ones."


class ParameterInvalid(Refusal):
    """A query parameter with a value that it does not take."""

    text = "The query parameter {name} cannot be {value}."
    remedy = "Give {wanted}."


def body_of(req: falcon.Request) -> dict[str, Any]:
    """The JSON object of a request; an absent body is an empty one."""
    if req.get_header("Transfer-Encoding"):
        raise LengthRequired("Content-Length")
    if (req.content_length or 0) > LARGEST:
        raise BodyTooLarge(largest=LARGEST)
    raw = req.bounded_stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise BodyTooLarge(largest=LARGEST)
    if not raw:
        return {}
    media = (req.content_type or "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType("Content-Type", found=media[:80] or "missing")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise NotJson(why=str(error)[:120]) from error
    if not isinstance(body, dict):
        raise NotJson(why="it is another JSON value")
    return body


def key_of(req: falcon.Request, *, nameless: bool = False) -> str:
    """The idempotency key; where callers are nameless, a UUID."""
    key = req.get_header("Idempotency-Key") or ""
    if not KEY.match(key):
        raise KeyMissing("Idempotency-Key")
    if nameless and not UNIQUE.match(key):
        raise KeyNotUuid("Idempotency-Key")
    return str(key)


def match_of(req: falcon.Request, *, needed: bool) -> int | None:
    """The version named in If-Match."""
    told = req.get_header("If-Match")
    if told is None and not needed:
        return None
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', told or "", re.ASCII)
    if not found:
        raise VersionRequired("If-Match")
    return int(found[1])


def is_held(req: falcon.Request, tag: str) -> bool:
    """Whether If-None-Match names this ETag, weak or strong, alone, in a list or as ``*`` (RFC 9110, section 13.1.2)."""
    return any(one in {"*", tag} for one in req.if_none_match or ())


def trace_of(req: falcon.Request) -> str | None:
    """The trace that the request belongs to (W3C Trace Context, `traceparent`), if it names one."""
    told = req.get_header("traceparent") or ""
    return told if TRACE.match(told) else None


def query_of(req: falcon.Request, known: tuple[str, ...]) -> dict[str, str]:
    """The query's parameters, each once and known."""
    found: dict[str, str] = {}
    for name, value in req.params.items():
        if name not in known:
            raise ParameterUnknown(name[:80], name=name[:80], known=", ".join(known))
        if isinstance(value, list):
            raise ParameterInvalid(name, name=name, value="given twice", wanted="it once")
        if CONTROL.search(value):
            raise ParameterInvalid(name, name=name, value="this", wanted="text without control characters")
        found[name] = value
    return found


def whole(found: dict[str, str], name: str, default: int, most: int) -> int:
    """A parameter that is a whole number from 1 on."""
    text = found.get(name, str(default))
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 1 <= int(text) <= most:
        raise ParameterInvalid(name, name=name, value=text[:40], wanted=f"a whole number from 1 to {most}")
    return int(text)


def truth(found: dict[str, str], name: str) -> bool:
    """A parameter that is true or false; false if it is left out."""
    told = found.get(name, "false")
    if told not in TRUTHS:
        raise ParameterInvalid(name, name=name, value=told[:40], wanted=" or ".join(TRUTHS))
    return TRUTHS[told]


def decimal(found: dict[str, str], name: str, low: float, high: float) -> float:
    """A parameter that is a number within bounds."""
    text = found.get(name, "")
    try:
        value = float(text) if re.fullmatch(r"-?\d{1,6}(\.\d{1,12})?", text, re.ASCII) else None
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise ParameterInvalid(name, name=name, value=text[:40] or "missing", wanted=f"a number from {low} to {high}")
    return value
