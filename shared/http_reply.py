"""Reading an answer of HTTP: an ordinary one by hand, as the library takes a good part of a request for it; every other by it."""

import http.client
import io
import re
import socket
from typing import NamedTuple, cast

AT_ONCE = 16384  # bytes of an answer that are asked for first: an ordinary one has come then
ORDINARY = re.compile(rb"HTTP/1\.1 (2[0-9][0-9])(?: [ -~]*)?\r\n((?:[!-9;-~]+:[\t -~]*\r\n)*)\r\n")  # all of a head
LENGTH = re.compile(rb"^content-length:[\t ]*([0-9]{1,9})[\t ]*\r$", re.IGNORECASE | re.MULTILINE)
PARTICULAR = re.compile(rb"^(?:connection|transfer-encoding|retry-after):", re.IGNORECASE | re.MULTILINE)
NO_CONTENT = 204


class Reply(NamedTuple):
    """An answer: its status, the beginning of its body, what it says of coming again, and whether another may follow it."""

    status: int
    body: bytes
    retry_after: str | None
    kept: bool


def begin(sock: socket.socket) -> bytes:
    """Return the first bytes of an answer.

    Raises:
        OSError: there is none.
    """
    first = sock.recv(AT_ONCE)
    if not first:
        raise http.client.RemoteDisconnected("ended without an answer")
    return first


def read(first: bytes, sock: socket.socket, limit: int | None = None) -> Reply:
    """Read an answer of which these bytes have come; `limit` bytes of its body, `AT_ONCE` or more. Close what is not kept.

    Raises:
        OSError, HTTPException: there is none, or it is none of HTTP's.
    """
    return _ordinary(first) or _any(first, sock, limit)


def _ordinary(told: bytes) -> Reply | None:
    """Return a success of so many bytes after which the connection stays open, if that is what was told, and all of it."""
    found = ORDINARY.match(told)
    if found is None or PARTICULAR.search(found[2]):
        return None
    status, lengths, body = int(found[1]), LENGTH.findall(found[2]), told[found.end() :]
    if status == NO_CONTENT:
        return None if body or len(lengths) > 1 else Reply(status, b"", None, kept=True)
    return Reply(status, body, None, kept=True) if lengths == [b"%d" % len(body)] else None


def _any(first: bytes, sock: socket.socket, limit: int | None) -> Reply:
    with http.client.HTTPResponse(cast("socket.socket", Begun(first, sock)), method="POST") as response:
        response.begin()
        body = response.read(limit)
        return Reply(response.status, body, response.getheader("Retry-After"), response.isclosed() and not response.will_close)


class Begun(io.RawIOBase):
    """A connection of which the first bytes have been read already."""

    def __init__(self, first: bytes, sock: socket.socket) -> None:
        self._first, self._sock = memoryview(first), sock

    def makefile(self, mode: str) -> io.BufferedReader:
        """As of a socket."""
        assert mode == "rb"  # noqa: S101  what the library asks for
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower than any buffer
        """What was read already, then what comes."""
        if not self._first:
            return self._sock.recv_into(buffer)
        count = min(len(buffer), len(self._first))
        buffer[:count], self._first = self._first[:count], self._first[count:]
        return count
