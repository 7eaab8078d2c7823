"""One request and one reply, each a line of JSON, over a socket that only the owner of the copy can open."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from deploy.local.layout import CONTROL, LOCAL

Reply = dict[str, Any]
LINE_BYTES = 2**20


class RequestRefused(Exception):
    """The supervisor does not know the process or the verb."""


class NotRunning(Exception):
    """No supervisor of this copy answers."""


class Answer(Protocol):
    """Carries out a request, or raises RequestRefused."""

    async def __call__(self, *, verb: str, name: str | None) -> Reply:
        """Return what the client gets."""


@asynccontextmanager
async def serve(answer: Answer) -> AsyncIterator[None]:
    """Answer requests for as long as the context lasts."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            reply = await answer(**json.loads(await reader.readline()))
        except RequestRefused as error:
            reply = {"error": str(error)}
        writer.write(json.dumps(reply).encode() + b"\n")
        writer.close()

    CONTROL.unlink(missing_ok=True)
    with _short_path(LOCAL) as path:
        server = await asyncio.start_unix_server(converse, path)
    CONTROL.chmod(0o600)
    async with server:
        yield


def ask(verb: str, name: str | None = None, *, local: Path = LOCAL) -> Reply:
    """Send one request to the supervisor of this copy, or of the one in another folder, and return its reply.

    Raises:
        NotRunning: nobody answers.
        RequestRefused: the supervisor refused.
    """
    try:
        reply = _exchange(json.dumps({"verb": verb, "name": name}).encode() + b"\n", local)
    except OSError as error:
        message = "This copy is not running: `make up` starts it."
        raise NotRunning(message) from error
    if "error" in reply:
        raise RequestRefused(reply["error"])
    return reply


def _exchange(request: bytes, local: Path) -> Reply:
    with _short_path(local) as path, socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        client.sendall(request)
        with client.makefile("rb") as lines:
            line = lines.readline(LINE_BYTES)
    if not line:
        raise ConnectionResetError
    return json.loads(line)  # type: ignore[no-any-return]


@contextmanager
def _short_path(local: Path) -> Iterator[str]:
    """Give a path to the socket that fits into the 107 bytes that the kernel allows, however deep the copy lies."""
    folder = os.open(local, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{CONTROL.name}"
    finally:
        os.close(folder)
