"""One POST to an endpoint, within all limits, whatever the endpoint does."""

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from services.partnerships.delivery.webhook.answer import Answer, rest, verdict
from services.partnerships.delivery.webhook.channel import LIMIT, Channel
from services.partnerships.delivery.webhook.guard import PORTS, Forbidden, Guard, Target, Unresolved

READ = 64 * 1024  # bytes of an answer
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
        since, channel = self._take()
        kept = channel.begin(deadline=began + LIMIT)
        try:
            response = self._request(channel, body, headers)
        except (ConnectionError, ssl.SSLEOFError):  # it was ended by the other side while we were about to use it
            channel.close()
            if not kept:
                raise
            since, channel = time.monotonic(), self._channel()
            channel.begin(deadline=began + LIMIT)
            response = self._request(channel, body, headers)
        try:
            answer, whole = _read(response, began=began)
        except BaseException:
            channel.close()
            raise
        self._put_back(since, channel, whole=whole)
        return answer

    def _request(self, channel: Channel, body: bytes, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        try:
            return channel.post(_head(channel.target, headers, length=len(body)), body)
        except BaseException:
            channel.close()
            raise

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

    def _put_back(self, since: float, channel: Channel, *, whole: bool) -> None:
        with self._lock:
            if whole and channel.sock is not None and len(self._idle) < KEPT:
                self._idle.append((since, channel))
                return
        channel.close()


def _head(target: Target, headers: Mapping[str, str], *, length: int) -> bytes:
    """Return what is sent before a body.

    Raises:
        ValueError: a header holds what would begin another one.
    """
    host = f"[{target.host}]" if ":" in target.host else target.host
    port = "" if target.port == PORTS["https" if target.secure else "http"] else f":{target.port}"
    lines = [f"POST {target.path} HTTP/1.1", f"Host: {host}{port}", f"User-Agent: {AGENT}", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1:
        raise ValueError("a header of more than one line")
    return f"{head}\r\nAccept-Encoding: identity\r\n\r\n".encode("ascii")


def _read(response: http.client.HTTPResponse, *, began: float) -> tuple[Answer, bool]:
    """Return the answer, and whether it was read to its end, so that the connection can be used again."""
    body = response.read(READ)
    error = verdict(response.status)
    asked = None if error is None else rest(response.getheader("Retry-After"), now=datetime.now(UTC))
    duration = time.monotonic() - began
    return Answer(status=response.status, error=error, body=body, rest=asked, duration=duration), response.isclosed()


def _word(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, Unresolved):
        return "unresolved"
    return "connection" if isinstance(error, OSError) else "not-http"
