"""Many requests at once, from a process of their own: ``python -m tests.faults.storm``.

It is told by JSON on stdin what to send, ``{address: [host, port], requests, …}``: whole HTTP requests, so many a second (`rate`,
whether others have been answered or not), or `at_once` at a time for some `seconds`. It tells by JSON on stdout what became of
each that was sent, ``[began, seconds, status, body]``, by the monotonic clock; a status of 0 is no answer.
"""

import asyncio
import gc
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

WAIT = 60.0  # seconds for an answer
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Became = tuple[float, float, int, str]


class Storm:
    """Connections that are kept, and what became of the requests on them."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._lines: deque[Line] = deque()
        self.became: list[Became] = []

    async def open(self, requests: list[str], rate: float) -> None:
        """Send so many a second."""
        began, under_way = time.monotonic(), list[asyncio.Task[None]]()
        for number, request in enumerate(requests):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            under_way.append(asyncio.create_task(self._send(request)))
        await asyncio.gather(*under_way)

    async def closed(self, requests: list[str], at_once: int, seconds: float) -> None:
        """Send the next when one is answered, as long as that."""
        left, until = iter(requests), time.monotonic() + seconds
        await asyncio.gather(*(self._one_by_one(left, until) for _ in range(at_once)))

    async def _one_by_one(self, left: Iterator[str], until: float) -> None:
        while time.monotonic() < until and (request := next(left, None)):
            await self._send(request)

    async def _send(self, request: str) -> None:
        began = time.monotonic()
        place = len(self.became)
        self.became.append((began, WAIT, 0, ""))
        try:
            async with asyncio.timeout(WAIT):
                status, body = await self._ask(request)
        except (OSError, EOFError, TimeoutError):
            status, body = 0, ""
        self.became[place] = (began, time.monotonic() - began, status, body)

    async def _ask(self, request: str) -> tuple[int, str]:
        reader, writer = self._lines.pop() if self._lines else await asyncio.open_connection(*self._address)
        writer.write(request.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
        body = (await reader.readexactly(length)).decode()
        if "connection: close" in head:
            writer.close()
        else:
            self._lines.append((reader, writer))
        return int(head.split(" ", 2)[1]), body


async def blow(told: dict[str, Any]) -> list[Became]:
    """Send them all."""
    storm = Storm(*told["address"])
    if "rate" in told:
        await storm.open(told["requests"], told["rate"])
    else:
        await storm.closed(told["requests"], told["at_once"], told["seconds"])
    return storm.became


if __name__ == "__main__":
    gc.disable()  # its look through all that is under way takes 26 to 66 ms, which would be told as the gateway's
    json.dump(asyncio.run(blow(json.load(sys.stdin))), sys.stdout)
