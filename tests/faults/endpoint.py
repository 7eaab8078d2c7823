"""A partner's endpoint that can be spoilt: over TLS, one connection for each request."""

import contextlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

from tests.integration.certificates import Authority

FINE = "fine"
SPOILT = ("dead", "500s", "redirect loop", "wrong TLS", "endless body", "slow")
ENDLESS = b"0" * 65536
OVER = 30.0  # seconds after which nobody waits for a slow answer any more


class Endpoint:
    """Behaves as it is told.

    `met` counts its connections by how it has behaved; `taken` holds the ids of what it took, that is, of what it answered with
    200, whatever followed.
    """

    def __init__(self, authority: Authority) -> None:
        self.met: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.behaviour, self.turned = FINE, threading.Event()
        self._tls = {True: authority.server("localhost"), False: authority.server("localhost", ended=True)}
        self._server = _Server(("127.0.0.1", 0), type("Answering", (_Answering,), {"endpoint": self}))
        self.url = f"https://localhost:{self._server.server_port}/events"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @contextlib.contextmanager
    def spoilt(self, behaviour: str) -> Iterator[None]:
        """Behave so for as long as the context lasts."""
        self.behaviour = behaviour
        try:
            yield
        finally:
            self.behaviour, turned, self.turned = FINE, self.turned, threading.Event()
            turned.set()

    def welcome(self, connection: socket.socket) -> ssl.SSLSocket:
        """Begin a connection; or let the other side end it, or end it."""
        self.met[self.behaviour] += 1
        if self.behaviour == "dead":
            raise ConnectionAbortedError
        return self._tls[self.behaviour != "wrong TLS"].wrap_socket(connection, server_side=True)

    def close(self) -> None:
        """End it."""
        self.turned.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_told: Any) -> None:
        """What a spoilt connection ends with is no error."""


class _Answering(BaseHTTPRequestHandler):
    endpoint: Endpoint
    timeout = OVER

    def setup(self) -> None:
        self.request.settimeout(OVER)
        self.request = self.endpoint.welcome(self.request)
        super().setup()

    def do_POST(self) -> None:
        event = orjson.loads(self.rfile.read(int(self.headers["Content-Length"])))
        behaviour, turned = self.endpoint.behaviour, self.endpoint.turned
        if behaviour == "slow":
            turned.wait(OVER)
        elif behaviour == "500s":
            self._say(500)
        elif behaviour == "redirect loop":
            self._say(302, Location=self.endpoint.url)
        elif behaviour == "endless body":
            self._take(event)
            while not turned.is_set():
                self.wfile.write(ENDLESS)
        else:
            self._take(event)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def log_message(self, *_told: Any) -> None:
        """Say nothing."""

    def _take(self, event: dict[str, Any]) -> None:
        if "challenge" not in event["data"]:
            self.endpoint.taken.add(event["id"])
        self._say(200)
        self.wfile.write(orjson.dumps(event["data"]))

    def _say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
