"""Asks a process whether it is ready."""

import asyncio
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 2.0


async def answers(url: str) -> bool:
    """Tell whether the address answers now: `http:` with the status 200, `tcp:` by accepting a connection."""
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await _answers(url)
    except (OSError, TimeoutError):
        return False


async def _answers(url: str) -> bool:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        if address.scheme == "tcp":
            return True
        writer.write(f"GET {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        status = await reader.readline()
        return status.split()[1:2] == [b"200"]
    finally:
        writer.close()
