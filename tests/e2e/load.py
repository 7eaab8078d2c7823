"""Load as clients make it: each asks for one thing after the other over a kept connection, and counts what it is answered."""

import http.client
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

PATIENCE = 30  # seconds that a client waits for an answer


@dataclass(frozen=True)
class Asked:
    """One request: when it was sent, by the monotonic clock, the seconds to its answer, and the status; 0: none came."""

    sent: float
    seconds: float
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Request:
    """What a client asks for; a POST gets a key of its own each time."""

    method: str
    path: str
    body: Callable[[], Any] = lambda: None


@dataclass
class Load:
    """Clients at work, and what they were answered so far."""

    url: str
    token: str
    pause: float = 0.0  # seconds of each client between an answer and its next request
    asked: list[Asked] = field(default_factory=list)

    @contextmanager
    def running(self, requests: list[Request], clients: int) -> Iterator[None]:
        """Let so many clients ask, each for one of the requests, for as long as the context lasts."""
        over = threading.Event()
        threads = [
            threading.Thread(target=self._ask_until, args=(over, requests[number % len(requests)]), daemon=True)
            for number in range(clients)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(2 * PATIENCE)

    @property
    def failed(self) -> Counter[tuple[int, str]]:
        """What was not answered as it should be: status and why, with how many."""
        return Counter((one.status, one.why) for one in self.asked if not 200 <= one.status < 300)

    def _ask_until(self, over: threading.Event, request: Request) -> None:
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        while not over.is_set():
            self.asked.append(self._ask(line, request))
            over.wait(self.pause)
        line.close()

    def _ask(self, line: http.client.HTTPConnection, request: Request) -> Asked:
        sent = time.monotonic()
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid.uuid4())}
        body = request.body()
        content = None if body is None else orjson.dumps(body)
        try:
            line.request(
                request.method, request.path, content, headers | ({"Content-Type": "application/json"} if content else {})
            )
            answer = line.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as error:
            line.close()
            return Asked(sent, time.monotonic() - sent, 0, why=repr(error))
        why = "" if answer.status < 300 else told[:300].decode()
        return Asked(sent, time.monotonic() - sent, answer.status, {k.lower(): v for k, v in answer.headers.items()}, why)
