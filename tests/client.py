"""A client of the gateway as the tests use it, and waiting for a condition."""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
import urllib3

T = TypeVar("T")
STEP = 0.02  # seconds between two looks


@dataclass(frozen=True)
class Answer:
    """What came back: `body` is the JSON value if it is JSON, else the bytes."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: Any

    @property
    def etag(self) -> str:
        """The version's tag, for `match`."""
        return self.headers["ETag"]


@dataclass(frozen=True)
class Api:
    """Speaks to one gateway as one caller; gives every POST a key of its own unless told one."""

    url: str
    token: str | None = None
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=30, maxsize=16))

    def to(self, token: str | None) -> "Api":
        """The same for another caller."""
        return Api(self.url, token, self.pool)

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Answer:
        """Read."""
        return self.request("GET", path, headers=headers, fields=query)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Answer:
        """Ask for something."""
        return self.request("POST", path, body=body, key=key or str(uuid.uuid4()), **more)

    def patch(self, path: str, body: Any, *, match: str | None = None, **more: Any) -> Answer:
        """Change something."""
        return self.request("PATCH", path, body=body, match=match, **more)

    def request(
        self, method: str, path: str, *, body: Any = None, raw: bytes | None = None, key: str | None = None,
        match: str | None = None, media: str = "application/json", headers: dict[str, str] | None = None, fields: Any = None,
    ) -> Answer:  # fmt: skip
        """Any request; `raw` are bytes that are sent as they are, in place of `body`."""
        content = raw if raw is not None else None if body is None else orjson.dumps(body)
        given = {
            "Authorization": self.token and f"Bearer {self.token}",
            "Content-Type": media if content is not None else None,
            "Idempotency-Key": key,
            "If-Match": match,
        }
        told = {name: value for name, value in given.items() if value is not None} | (headers or {})
        target = self.url + path + ("?" + urlencode(fields) if fields else "")
        found = self.pool.request(method, target, body=content, headers=told)
        is_json = "json" in found.headers.get("Content-Type", "") and found.data
        return Answer(found.status, found.headers, orjson.loads(found.data) if is_json else found.data)


def wait_until(condition: Callable[[], T], seconds: float = 30) -> T:
    """Look again and again until the condition holds, and return what it returned.

    Raises:
        AssertionError: it did not hold in time.
    """
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, f"not within {seconds} s: {_name(condition)}"
        time.sleep(STEP)
    return found


def _name(condition: Any) -> str:
    """What a function, or a part of one, is called; where a nameless one stands."""
    function = getattr(condition, "func", condition)
    name = str(getattr(function, "__name__", function))
    return f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}" if name == "<lambda>" else name


def refused(answer: Answer, *statuses: int, names: str | None = None, why: Any = None) -> None:
    """Problem details with one of these statuses, a remedy, and the field at fault."""
    assert answer.status in statuses, (why, answer.status, answer.body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["detail"]
    assert answer.body["remedy"]
    if names:
        told = [one["field"] for one in answer.body["errors"]]
        assert any(re.split(r"[.\[]", field)[0] == names for field in told), (why, answer.body)
