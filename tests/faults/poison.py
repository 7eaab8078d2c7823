"""A hundred kinds of poison, each made from an event that was good."""

import uuid
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import orjson

from shared.envelope import NUMBERS, REQUIRED

Kind = Callable[[bytes, str], bytes]  # from a good event's body and its consumer
TEXTS = ("id", "source", "type", "time", "subject", "area", "correlationid", "causationid", "traceparent", "dataschema")
WRONG: tuple[Any, ...] = (17, 1.5, True, [], ["x"], {"a": 1})
NO_NUMBERS: tuple[Any, ...] = ("1", 1.5, [], {})
NO_MOMENTS = ("", "yesterday", "2026-13-01T00:00:00Z", "2026-03-01", "10:15", "2026-03-01T08:15:00")
NO_OBJECTS: tuple[Any, ...] = ("text", 1, True, [1])
NO_JSON = (b"", b"{", b"}", b"null", b"[]", b"[1]", b"1", b'"text"', b"true", b"\xff\xfe", b"\x00", b"{'id': 1}", b"<event/>",
           b"NaN", b'{"id": }', b"\xef\xbb\xbf{}")  # fmt: skip


@cache
def kinds() -> tuple[Kind, ...]:
    """All of them. An own id tells each from every other."""
    found: list[Kind] = [partial(_instead, with_=bytes_) for bytes_ in NO_JSON]
    found += [partial(_changed, name=name, value=value) for name in TEXTS for value in WRONG]
    found += [partial(_changed, name=name, value=value) for name in NUMBERS for value in NO_NUMBERS]
    found += [partial(_changed, name="time", value=value) for value in NO_MOMENTS]
    found += [partial(_without, name=name) for name in REQUIRED]
    found += [partial(_changed, name="data", value=value) for value in NO_OBJECTS]
    found += [partial(_within, name=name, value=value) for name in ("state", "change") for value in NO_OBJECTS]
    return tuple(found[:: max(1, len(found) // 100)][:100])


def _instead(_body: bytes, _consumer: str, *, with_: bytes) -> bytes:
    own = f"{uuid.uuid4().int:0128b}".replace("0", " ").replace("1", "\t")
    return with_ + own.encode()  # two of the same would be kept as one


def _changed(body: bytes, _consumer: str, *, name: str, value: Any) -> bytes:
    return orjson.dumps({**orjson.loads(body), "id": str(uuid.uuid4()), name: value})


def _without(body: bytes, _consumer: str, *, name: str) -> bytes:
    told = {**orjson.loads(body), "id": str(uuid.uuid4()), "note": uuid.uuid4().hex}
    return orjson.dumps({key: value for key, value in told.items() if key != name})


def _within(body: bytes, _consumer: str, *, name: str, value: Any) -> bytes:
    told = {**orjson.loads(body), "id": str(uuid.uuid4())}
    return orjson.dumps({**told, "data": {**told["data"], name: value}})
