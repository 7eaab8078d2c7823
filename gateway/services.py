"""Commands to the services, over internal HTTP."""

import http.client
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import orjson

from shared import http_reply
from shared.errors import Overloaded, Unavailable
from shared.store.together import Alongside, Turn
from shared.tokens import HEADER, sign

CONNECT = 1.0  # seconds
DEADLINE = 10.0  # seconds from the gateway's asking to the service's answer
LONGER = 20.0  # seconds of the same, for batches and files
AT_ONCE = 16  # requests to one service at a time and process: one that hangs takes no more of the gateway with it
PATIENCE = 2.0  # seconds that a command waits for a service that restarts, or for a fact that is still under way
WAITING = 4  # commands of a process that wait at once for a fact that is still under way; the others are told to come again
STEP, LONGEST = 0.1, 0.5  # seconds between two tries, at first and at most
BREAK = b"\n"  # between two orders or answers, or an order and the file that goes with it

Answer = tuple[int, bytes]


class Services:
    """The four services, and the delivery to partner systems, by their names."""

    def __init__(self, urls: dict[str, str], key: str) -> None:
        self._key = key.encode()
        self._lines = {name: Line(url) for name, url in urls.items()}
        self._together = {name: Alongside[bytes](partial(self._give, name)) for name in urls}
        self._places = threading.BoundedSemaphore(WAITING)

    def command(self, service: str, name: str, order: dict[str, Any]) -> Answer:
        """Give one command, beside those that are given at the same time, and return status and body.

        It has its key: giving it again does no harm.

        Raises:
            Unavailable: the service does not answer.
        """
        told = b"%s %s" % (name.encode(), orjson.dumps(order))
        with self._lines[service].place():
            return self._repeatedly(service, partial(self._together[service].one, told))

    def batch(self, service: str, orders: list[dict[str, Any]], actor: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Give many commands to one service; a result each, in their order.

        Raises:
            Unavailable: the service does not answer.
        """
        status, body = self._patiently(service, "/batches", orjson.dumps({"orders": orders, "actor": actor}), LONGER)
        if status != http.client.OK:
            raise Unavailable(what=f"The {service} service")
        results: list[dict[str, Any]] = orjson.loads(body)["results"]
        return results

    def upload(self, service: str, name: str, order: dict[str, Any], file: bytes) -> Answer:
        """Give a command together with a file: the order on the first line of the body, the file after it."""
        return self._patiently(service, f"/commands/{name}", orjson.dumps(order) + BREAK + file, LONGER)

    def ask(self, service: str, path: str, order: dict[str, Any], *, wait: float = 0) -> Answer:
        """Ask for something that changes nothing, or nothing more when it is asked again; it may take `wait` seconds longer."""
        return self._patiently(service, path, orjson.dumps(order), DEADLINE + wait)

    def _give(self, service: str, turns: Sequence[Turn[bytes]]) -> None:
        """Give these commands in one request, an order a line; the answers come likewise, or one for all."""
        status, told = self._posting(service, "/commands", BREAK.join(turn.asked for turn in turns), DEADLINE)()
        answers = told.split(BREAK) if status == http.client.OK else [b"%d %s" % (status, told)] * len(turns)
        for turn, answer in zip(turns, answers, strict=True):
            code, _, body = answer.partition(b" ")
            turn.answer = int(code), body

    def _patiently(self, service: str, path: str, body: bytes, seconds: float) -> Answer:
        with self._lines[service].place():
            return self._repeatedly(service, self._posting(service, path, body, seconds))

    def _posting(self, service: str, path: str, body: bytes, seconds: float) -> Callable[[], Answer]:
        """What posts a body, again and again until so many seconds from now."""
        headers = f"{HEADER}: {sign(self._key, service, body, seconds=seconds)}\r\n"
        return partial(self._lines[service].post, path, headers, body, time.monotonic() + seconds)

    def _repeatedly(self, service: str, post: Callable[[], Answer]) -> Answer:
        until = time.monotonic() + PATIENCE
        step, waits = STEP, False
        try:
            while True:
                try:
                    answer = post()
                    waits = waits or (_comes_later(answer) and self._places.acquire(blocking=False))
                    if not (waits and _comes_later(answer)) or time.monotonic() > until:
                        return answer
                except (OSError, http.client.HTTPException) as error:
                    if time.monotonic() > until:
                        raise Unavailable(what=f"The {service} service") from error
                time.sleep(step)
                step = min(step * 2, LONGEST)
        finally:
            if waits:
                self._places.release()


def _comes_later(answer: Answer) -> bool:
    """Whether it names something of which no fact has arrived yet, or never will."""
    return answer[0] == http.client.CONFLICT and b"/problems/not-yet-known" in answer[1]


class Line:
    """Kept connections to one service.

    A request is one write and the socket has no time-out of Python's, which would ask the kernel before every read: against
    urllib3 that halves the cost of a command to the gateway.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._host = parts.netloc
        self._kept: deque[socket.socket] = deque()
        self._places = threading.Semaphore(AT_ONCE)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places that there are for requests to this service.

        Raises:
            Overloaded: all are taken.
        """
        if not self._places.acquire(blocking=False):
            raise Overloaded
        try:
            yield
        finally:
            self._places.release()

    def post(self, path: str, headers: str, body: bytes, until: float) -> Answer:
        """Post a body and read the whole answer; a kept connection that the other side has closed is replaced once.

        Both by `until`, a moment of the monotonic clock.
        """
        head = f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        message = head.encode() + body
        try:
            kept = self._kept.pop()
        except IndexError:
            return self._ask(self._connect(), message, until)
        try:
            return self._ask(kept, message, until)
        except (ConnectionError, http.client.RemoteDisconnected):
            return self._ask(self._connect(), message, until)

    def _ask(self, line: socket.socket, message: bytes, until: float) -> Answer:
        try:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _interval(until - time.monotonic()))
            line.sendall(message)
            told = http_reply.read(http_reply.begin(line), line)
        except BaseException:
            line.close()
            raise
        if told.kept:
            self._kept.append(line)
        else:
            line.close()
        return told.status, told.body

    def _connect(self) -> socket.socket:
        line = socket.create_connection(self._address, CONNECT)
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _interval(DEADLINE))
        return line


def _interval(seconds: float) -> bytes:
    """A time limit as the kernel takes it; to it, none at all would mean for ever."""
    microseconds = max(int(seconds * 1e6), 1000)
    return struct.pack("ll", microseconds // 10**6, microseconds % 10**6)
