"""A partner's endpoint in a process of its own, as quick as Python has it: ``python -m tests.benchmarks.receiving PORT``.

It answers every POST with 204, a challenge with its echo, and a GET with what has arrived since the GET before: how many, at
which path under which id, and how long after the moment that each event names as `sent`, or at which it happened.
"""

import asyncio
import socket
import subprocess
import sys
import time
from datetime import datetime
from typing import Any

import orjson
import urllib3

from deploy.local.layout import ROOT

TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
SAID = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
END = b"\r\n\r\n"


class Receiver:
    """The endpoint's process."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as one:
            self.port = one.getsockname()[1]
        self.url = f"http://localhost:{self.port}/events"
        self._process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.receiving", str(self.port)], cwd=ROOT)  # noqa: S603
        self.since()  # it answers: a challenge that meets nobody is not repeated

    def since(self) -> dict[str, Any]:
        """What has arrived since it was asked before."""
        told: dict[str, Any] = urllib3.request("GET", self.url, retries=urllib3.Retry(20, backoff_factor=0.05)).json()
        return told

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


class Endpoint(asyncio.Protocol):
    """One connection, kept."""

    taken: list[tuple[str, str]] = []  # noqa: RUF012  of all connections: paths and ids
    delays: list[float] = []  # noqa: RUF012  seconds

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: Any = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._held += data
        while END in self._held:
            head, _, rest = self._held.partition(END)
            if head.startswith(b"GET"):
                self._held = rest
                self._tell()
                continue
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            if len(rest) < length:
                return
            self._take(head.split(b" ", 2)[1].decode(), orjson.loads(rest[:length]))
            self._held = rest[length:]

    def _take(self, path: str, event: dict[str, Any]) -> None:
        if "challenge" in (event.get("data") or {}):
            echo = orjson.dumps(event["data"])
            self._transport.write(SAID % (len(echo), echo))
            return
        Endpoint.taken.append((path, event["id"]))
        sent = event.get("sent")
        if sent is None and "time" in event:
            sent = datetime.fromisoformat(event["time"]).timestamp()
        if sent is not None:
            Endpoint.delays.append(time.time() - sent)
        self._transport.write(TAKEN)

    def _tell(self) -> None:
        told = orjson.dumps({"arrived": len(Endpoint.taken), "taken": Endpoint.taken, "delays": Endpoint.delays})
        Endpoint.taken, Endpoint.delays = [], []
        self._transport.write(SAID % (len(told), told))


async def main(port: int) -> None:
    """Listen on loopback until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endpoint, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
