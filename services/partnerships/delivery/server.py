"""Where the gateway reaches delivery: plain threads over HTTP on the internal network, every request signed by the gateway.

A thread for each of the gateway's kept connections, so that one which waits for events holds nobody up. A successor may listen at
the same port; told to end, the server takes no new connections and answers what it has in hand.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from pymongo.errors import PyMongoError

from shared.errors import NotFound, Refusal, Unavailable, problem
from shared.logs import log
from shared.tokens import HEADER, verify

LARGEST = 1024 * 1024  # bytes
NAME = "delivery"
PATIENCE = 20.0  # seconds for what is in hand when the process ends
Operations = Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]


class DeliveryFailed(Refusal):
    """Something broke that is not the caller's fault; the log line tells what."""

    status = 500
    text = "The delivery failed."
    remedy = "Send the request again; if it fails again, tell the operator when it was."


class InHand:
    """The requests that are being answered, and whether these are the last."""

    def __init__(self) -> None:
        self.is_ending = False
        self._count = 0
        self._fewer = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """While one is answered."""
        with self._fewer:
            self._count += 1
        try:
            yield
        finally:
            with self._fewer:
                self._count -= 1
                self._fewer.notify_all()

    def end(self, seconds: float) -> None:
        """Wait until none is, so many seconds at most."""
        with self._fewer:
            self._fewer.wait_for(lambda: not self._count, seconds)


class Listening(ThreadingHTTPServer):
    """Shares its port with a successor."""

    allow_reuse_port = True
    daemon_threads = True
    request_queue_size = 128


class Server:
    """Answers the gateway until told to stop; `hurry` is called then, so that nobody waits any longer."""

    def __init__(self, bind: str, key: str, operations: Operations, *, hurry: Callable[[], None] = lambda: None) -> None:
        host, _, port = bind.rpartition(":")
        self._in_hand, self._hurry = InHand(), hurry
        self._server = Listening((host, int(port)), _answering(key.encode(), operations, self._in_hand))

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def run(self) -> None:
        """Answer."""
        self._server.serve_forever(poll_interval=0.2)
        self._server.socket.close()
        self._in_hand.end(PATIENCE)

    def stop(self) -> None:
        """Take no new connection, and end when everything is answered."""
        self._in_hand.is_ending = True
        self._hurry()
        threading.Thread(target=self._server.shutdown, daemon=True).start()


def _answering(key: bytes, operations: Operations, in_hand: InHand) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # the head and the body in one write

        def do_GET(self) -> None:
            self._send(200, b'{"ready":true}')

        def do_POST(self) -> None:
            with in_hand.one():
                self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
            try:
                verify(key, NAME, body, self.headers.get(HEADER, ""))
                self._send(200, orjson.dumps(_carry_out(operations, self.path, body)))
            except Refusal as refused:
                self._send(refused.status, orjson.dumps(problem(refused)))

        def log_message(self, *_told: Any) -> None:
            """Say nothing: the gateway counts."""

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if in_hand.is_ending:
                self.send_header("Connection", "close")  # which ends the connection on this side too
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    return Answering


def _carry_out(operations: Operations, path: str, body: bytes) -> dict[str, Any]:
    if path not in operations:
        raise NotFound(kind="path", id=path[:80])
    try:
        return operations[path](orjson.loads(body))
    except PyMongoError as error:
        raise Unavailable(what="The database") from error
    except Refusal:
        raise
    except Exception as error:
        log(__name__, "delivery failed", 40, path=path, error=repr(error)[:2000])
        raise DeliveryFailed from error
