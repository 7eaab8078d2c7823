"""One POST to an endpoint, within all limits, whatever the endpoint does."""

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from services.partnerships.delivery.webhook.answer import Answer, rest, verdict
from services.partnerships.delivery.webhook.channel import LIMIT, Channel
from services.partnerships.delivery.webhook.guard import PORTS, Forbidden, Guard, Target, Unresolved
from shared.http_reply import Reply

KEPT = 8  # idle connections of an endpoint
FRESH = 60  # seconds after which a name is resolved anew, and the address checked anew
AGENT = "Toono-Webhook/1"


class Post:
    """Sends to one URL, over connections that are kept for a minute; by several threads at the same time."""

    def __init__(self, url: str, guard: Guard, *, trust: ssl.SSLContext) -> None:
        self._guard, self._trust = guard, trust
        self._url = url
        self._idle: list[tuple[float, Channel]] = []
        self._lock = threading.Lock()

    def send(self, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body, and return what came of it in 15 seconds at most; raises nothing that an endpoint could cause."""
        began = time.monotonic()
        try:
            return self._exchange(body, headers, began=began)
        except Forbidden as error:
            word = error.reason
        except (OSError, http.client.HTTPException, ValueError) as error:
            word = _word(error)
        return Answer(error=word, duration=time.monotonic() - began)

    def close(self) -> None:
        """End the kept connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, channel in idle:
            channel.close()

    def _exchange(self, body: bytes, headers: Mapping[str, str], *, began: float) -> Answer:
        lines = _lines(headers)
        since, channel = self._take()
        kept = channel.begin(deadline=began + LIMIT)
        head = f"{_beginning(channel.target)}{len(body)}{lines}\r\n\r\n".encode("ascii")
        try:
            first = channel.post(head, body)
        except (ConnectionError, ssl.SSLEOFError):  # it was ended by the other side while we were about to use it
            if not kept:
                raise
            since, channel = time.monotonic(), self._channel()
            channel.begin(deadline=began + LIMIT)
            first = channel.post(head, body)
        told = channel.answer(first)
        self._put_back(since, channel)
        return _judged(told, began=began)

    def _channel(self) -> Channel:
        return Channel(self._guard, self._guard.target(self._url), trust=self._trust)

    def _take(self) -> tuple[float, Channel]:
        now = time.monotonic()
        with self._lock:
            while self._idle:
                since, channel = self._idle.pop()
                if now - since < FRESH:
                    return since, channel
                channel.close()
        return now, self._channel()

    def _put_back(self, since: float, channel: Channel) -> None:
        with self._lock:
            if channel.sock is not None and len(self._idle) < KEPT:
                self._idle.append((since, channel))
                return
        channel.close()


@lru_cache(maxsize=512)
def _beginning(target: Target) -> str:
    """Return what every request to an endpoint begins with."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    port = "" if target.port == PORTS["https" if target.secure else "http"] else f":{target.port}"
    always = f"Host: {host}{port}\r\nUser-Agent: {AGENT}\r\nAccept-Encoding: identity"
    return f"POST {target.path} HTTP/1.1\r\n{always}\r\nContent-Length: "


def _lines(headers: Mapping[str, str]) -> str:
    """Return headers as they are sent.

    Raises:
        ValueError: one of them holds what would begin another one.
    """
    lines = "".join([f"\r\n{name}: {value}" for name, value in headers.items()])
    if not lines.isascii() or lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
        raise ValueError("a header of more than one line")
    return lines


def _judged(told: Reply, *, began: float) -> Answer:
    error = verdict(told.status)
    asked = None if error is None else rest(told.retry_after, now=datetime.now(UTC))
    return Answer(status=told.status, error=error, body=told.body, rest=asked, duration=time.monotonic() - began)


def _word(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, Unresolved):
        return "unresolved"
    return "connection" if isinstance(error, OSError) else "not-http"
