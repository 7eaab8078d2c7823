"""Endpoints of partners as the tests need them: good ones that remember, and bad ones that do what they can."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Script = Callable[[socket.socket], object]


@dataclass(frozen=True)
class Request:
    """What arrived at an endpoint."""

    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        """The event's id."""
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        """The event."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found


@dataclass
class Reply:
    """What an endpoint answers."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Endpoint:
    """Answers POSTs by a rule that a test may change, and remembers them."""

    def __init__(self, server: ThreadingHTTPServer, *, scheme: str, name: str) -> None:
        self.url = f"{scheme}://{name}:{server.server_address[1]}/events"
        self.requests: list[Request] = []
        self.rule: Callable[[Request], Reply] = lambda _request: Reply()
        self.connections = 0

    @property
    def ids(self) -> list[str]:
        """The ids of what arrived, in their order."""
        return [one.id for one in self.requests]

    @property
    def taken(self) -> set[str]:
        """The ids of what arrived."""
        return set(self.ids)


@contextlib.contextmanager
def endpoint(*, name: str = "localhost", tls: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """An endpoint on loopback; with TLS if its context is given."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def setup(self) -> None:
            super().setup()
            made.connections += 1

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # whoever sent it has died
            request = Request({name.lower(): value for name, value in self.headers.items()}, body, time.time())
            made.requests.append(request)
            reply = made.rule(request)
            self.send_response(reply.status)
            for header, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_arguments: Any) -> None:
            pass

    with Server(("127.0.0.1", 0), Answers) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        made = Endpoint(server, scheme="https" if tls else "http", name=name)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def hostile(script: Script) -> Iterator[str]:
    """The URL of an endpoint that reads a request's head and then follows a script; the connection ends with it."""
    over = threading.Event()

    def attend(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            script(connection)

    def listen() -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                threading.Thread(target=attend, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        listener.settimeout(0.1)
        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{listener.getsockname()[1]}/events"
        finally:
            over.set()
            thread.join()
