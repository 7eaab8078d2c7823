"""A partner's endpoint in a process of its own, as quick as Python has it: ``python -m tests.benchmarks.receiving PORT``.

It answers every POST with 204, and a GET with what has arrived since the GET before: how many, and how long after the moment
that each event names as `sent`.
"""

import asyncio
import sys
import time
from typing import Any

import orjson

TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
END = b"\r\n\r\n"


class Endpoint(asyncio.Protocol):
    """One connection, kept."""

    arrived = 0
    delays: list[float] = []  # noqa: RUF012  of all connections

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
            self._take(rest[:length])
            self._held = rest[length:]

    def _take(self, body: bytes) -> None:
        Endpoint.arrived += 1
        sent = orjson.loads(body).get("sent")
        if sent is not None:
            Endpoint.delays.append(time.time() - sent)
        self._transport.write(TAKEN)

    def _tell(self) -> None:
        told = orjson.dumps({"arrived": Endpoint.arrived, "delays": Endpoint.delays})
        Endpoint.arrived, Endpoint.delays = 0, []
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told))


async def main(port: int) -> None:
    """Listen on loopback until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endpoint, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
