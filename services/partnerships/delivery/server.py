"""Where the gateway reaches delivery: plain threads over HTTP on the internal network, every request signed by the gateway.

A thread for each of the gateway's kept connections, so that one which waits for events holds nobody up.
"""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from pymongo.errors import PyMongoError

from shared.errors import NotFound, Refusal, Unavailable, problem
from shared.logs import log
from shared.tokens import HEADER, verify

LARGEST = 1024 * 1024  # bytes
NAME = "delivery"
Operations = Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]


class DeliveryFailed(Refusal):
    """Something broke that is not the caller's fault; the log line tells what."""

    status = 500
    text = "The delivery failed."
    remedy = "Send the request again; if it fails again, tell the operator when it was."


class Server:
    """Answers the gateway until told to stop."""

    def __init__(self, bind: str, key: str, operations: Operations) -> None:
        host, _, port = bind.rpartition(":")
        self._server = ThreadingHTTPServer((host, int(port)), _answering(key.encode(), operations))
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def run(self) -> None:
        """Answer."""
        self._server.serve_forever(poll_interval=0.2)
        self._server.server_close()

    def stop(self) -> None:
        """Take nothing more in."""
        threading.Thread(target=self._server.shutdown, daemon=True).start()


def _answering(key: bytes, operations: Operations) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # the head and the body in one write

        def do_GET(self) -> None:
            self._send(200, b'{"ready":true}')

        def do_POST(self) -> None:
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
            self.end_headers()
            self.wfile.write(body)

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
