"""A TCP proxy in which every process has a way of its own to the broker, which can be spoilt."""

import asyncio
import contextlib
import socket
import struct

DELAY = 0.5  # seconds that a slow link adds, each way
UNDER_WAY = 1024  # chunks of a slow link at most
CHUNK = 65536  # bytes
RESET = struct.pack("ii", 1, 0)  # close at once, with RST
MODES = ("open", "slow", "hole", "one-way", "reset")
Writer = asyncio.StreamWriter


class Link:
    """One way to the broker.

    open: as if it were not there. slow: half a second later, each way. hole: what is sent is lost, and connections that were open
    meanwhile stay dead for ever without being closed, as behind a firewall that forgot them. one-way: the same, but only for
    what the broker says. reset: every connection is reset.
    """

    def __init__(self, port: int, behind: int) -> None:
        self.port, self._behind = port, behind
        self._open: set[Writer] = set()
        self._dead: set[tuple[Writer, bool]] = set()
        self.mode = "open"
        self.spoilt = 0  # connections that the mode has met

    async def listen(self) -> None:
        """Begin to take connections."""
        await asyncio.start_server(self._connected, "127.0.0.1", self.port)

    def turn(self, mode: str) -> None:
        """Be so from now on."""
        self.mode = mode
        if mode != "open":
            self.spoilt += len(self._open)
        if mode == "reset":
            for writer in list(self._open):
                _reset(writer)

    async def _connected(self, near_reader: asyncio.StreamReader, near: Writer) -> None:
        if self.mode == "reset":
            _reset(near)
            return
        try:
            far_reader, far = await asyncio.open_connection("127.0.0.1", self._behind)
        except OSError:
            _reset(near)
            return
        self._open |= {near, far}
        both = [self._pump(near_reader, far, near, back=False), self._pump(far_reader, near, near, back=True)]
        await asyncio.gather(*both)
        self._open -= {near, far}
        self._dead -= {(near, True), (near, False)}

    async def _pump(self, reader: asyncio.StreamReader, writer: Writer, near: Writer, *, back: bool) -> None:
        later: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(UNDER_WAY)
        delivery = asyncio.create_task(_deliver(later, writer))
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if self.mode == "hole" or (self.mode == "one-way" and back):
                    self._dead.add((near, back))
                if (near, back) not in self._dead:
                    due = asyncio.get_running_loop().time() + (DELAY if self.mode == "slow" else 0)
                    await later.put((due, chunk))
        await later.put((0, b""))
        await delivery


async def _deliver(later: asyncio.Queue[tuple[float, bytes]], writer: Writer) -> None:
    """Hand on what is due, until an empty chunk says that the other side has closed."""
    with contextlib.suppress(OSError):
        while True:
            due, chunk = await later.get()
            await asyncio.sleep(max(0, due - asyncio.get_running_loop().time())) if due else None
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
    writer.close()
    while chunk:
        _, chunk = await later.get()


def _reset(writer: Writer) -> None:
    found = writer.transport.get_extra_info("socket")
    with contextlib.suppress(OSError):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
