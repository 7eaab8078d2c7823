"""The public API as any other client uses it: requests with idempotency keys, batches, and waiting for what follows."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson
import urllib3

from deploy.demo.roles import Person

TIMEOUT_SECONDS = 30.0
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1
PAGE = 500
LATER = {"/problems/not-yet-known", "/problems/too-busy", "/problems/unavailable", "/problems/overloaded"}
Document = dict[str, Any]


class Refused(Exception):
    """The platform refused what the demonstration takes to be right."""


class NeverHappened(Exception):
    """What had to follow did not, within the time that was given to it."""


@dataclass(frozen=True)
class Order:
    """One command of a batch."""

    id: str
    command: str
    path: Document = field(default_factory=dict)
    body: Document = field(default_factory=dict)
    new_id: str | None = None

    def document(self) -> Document:
        """Return it as the batch holds it."""
        told: Document = {"id": self.id, "command": self.command, "path": self.path, "body": self.body}
        return told | ({"new_id": self.new_id} if self.new_id else {})


class Api:
    """One gateway, and the key with which tokens for it are signed."""

    def __init__(self, url: str, token_key: str) -> None:
        self.url = url
        self._key = token_key
        self._pool = urllib3.PoolManager(maxsize=8, timeout=TIMEOUT_SECONDS, retries=False)
        self._tokens: dict[Person, str] = {}

    def token(self, person: Person) -> str:
        """Return the token of a person; the same one for as long as the demonstration runs."""
        if person not in self._tokens:
            self._tokens[person] = person.token(self._key)
        return self._tokens[person]

    def get(self, path: str, person: Person | None, **query: str) -> Document:
        """Read something."""
        return self._asked("GET", f"{path}?{urlencode(query)}" if query else path, person, {}, b"")

    def post(self, path: str, person: Person | None, *, key: str, body: Document) -> Document:
        """Ask for a change; the same key and body again change nothing more."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return self._asked("POST", path, person, headers, orjson.dumps(body))

    def upload(self, path: str, person: Person, *, key: str, file: bytes, media: str) -> Document:
        """Send a file."""
        return self._asked("POST", path, person, {"Idempotency-Key": key, "Content-Type": media}, file)

    def batch(self, person: Person, orders: Sequence[Order]) -> list[Document]:
        """Have many commands carried out in their order, and return their states. What comes too early is sent again.

        Raises:
            Refused: one of them cannot be carried out.
        """
        states: dict[str, Document] = {}
        waiting, deadline = list(orders), time.monotonic() + PATIENCE_SECONDS
        while waiting:
            results = self._batch(person, waiting)
            early = [order for order, result in zip(waiting, results, strict=True) if _comes_later(order, result, deadline)]
            done = {result["id"]: result["body"] for result in results if "body" in result}
            states |= done
            waiting = early
            if waiting:
                time.sleep(POLL_SECONDS)
        return [states[order.id] for order in orders]

    def all(self, path: str, person: Person, **query: str) -> Iterator[Document]:
        """Read a list to its end."""
        after: Document = {}
        while True:
            page = self.get(path, person, limit=str(PAGE), **query, **after)
            yield from page["items"]
            if not page["next"]:
                return
            after = {"after": page["next"]}

    def until(self, what: str, happened: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something has happened.

        Raises:
            NeverHappened: it has not, in time.
        """
        deadline = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > deadline:
                raise NeverHappened(what)
            time.sleep(POLL_SECONDS)

    def _batch(self, person: Person, orders: Sequence[Order]) -> list[Document]:
        body = {"commands": [order.document() for order in orders]}
        headers = {"Content-Type": "application/json", "Idempotency-Key": orders[0].id}
        results: list[Document] = self._asked("POST", "/v1/batches", person, headers, orjson.dumps(body))["results"]
        return results

    def _asked(self, method: str, path: str, person: Person | None, headers: Mapping[str, str], body: bytes) -> Document:
        who = {"Authorization": f"Bearer {self.token(person)}"} if person else {}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._pool.request(method, self.url + path, headers={**headers, **who}, body=body or None)
            told = _read(answer.data)
            if answer.status < 400:  # noqa: PLR2004
                return told
            if told.get("type") not in LATER or time.monotonic() > deadline:
                raise Refused(f"{method} {path}: {answer.status} {_why(told)}")
            time.sleep(POLL_SECONDS)


def _read(content: bytes) -> Document:
    """Read an answer; what is no JSON is no answer of ours, and is told as it came."""
    try:
        told: Document = orjson.loads(content) if content else {}
    except orjson.JSONDecodeError:
        return {"detail": content[:200].decode(errors="replace")}
    return told


def _comes_later(order: Order, result: Document, deadline: float) -> bool:
    if "body" in result:
        return False
    if result["problem"].get("type") in LATER and time.monotonic() < deadline:
        return True
    raise Refused(f"{order.command} {order.path or order.new_id or ''}: {result['status']} {_why(result['problem'])}")


def _why(told: Document) -> str:
    errors = "; ".join(f"{one.get('field')}: {one.get('detail')}" for one in told.get("errors") or ())
    return f"{told.get('type', '')} {told.get('detail', '')} {errors}".strip()
