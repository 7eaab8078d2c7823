"""Sockets with one deadline for all that passes through them.

The time limit of a socket begins anew with every byte, so that an endpoint which sends one every ten seconds would hold its line
for ever. Setting it costs as much as sending, so it is left as it is while it is right to within SLACK.
"""

import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any

SLACK = 0.05  # seconds


class Timed(socket.socket):
    """A plain socket whose every call gets only what is left until `deadline` (of `time.monotonic`)."""

    deadline = 0.0

    def recv(self, *arguments: Any) -> bytes:
        """As usual, until the deadline."""
        _limit(self)
        return super().recv(*arguments)

    def recv_into(self, *arguments: Any) -> int:
        """As usual, until the deadline."""
        _limit(self)
        return super().recv_into(*arguments)

    def sendall(self, *arguments: Any) -> None:
        """As usual, until the deadline."""
        _limit(self)
        super().sendall(*arguments)


class TimedTLS(ssl.SSLSocket):
    """The same with TLS, which sends piece by piece."""

    deadline = 0.0

    def recv(self, *arguments: Any) -> bytes:
        """As usual, until the deadline."""
        _limit(self)
        return super().recv(*arguments)

    def recv_into(self, *arguments: Any) -> int:
        """As usual, until the deadline."""
        _limit(self)
        return super().recv_into(*arguments)

    def send(self, *arguments: Any) -> int:
        """As usual, until the deadline."""
        _limit(self)
        return super().send(*arguments)


def connect(addresses: Sequence[str], port: int, *, deadline: float) -> Timed:
    """Connect to the first of the addresses that answers; each has the same share of the time.

    Raises:
        OSError: none does; the error of the last.
    """
    share = left(deadline) / len(addresses)
    for address in addresses[:-1]:
        try:
            return _connect(address, port, seconds=share)
        except OSError:
            continue
    return _connect(addresses[-1], port, seconds=left(deadline))


def _limit(sock: Timed | TimedTLS) -> None:
    """Give a socket what is left of its time."""
    seconds = left(sock.deadline)
    if abs((sock.gettimeout() or 0) - seconds) > SLACK:
        sock.settimeout(seconds)


def left(deadline: float) -> float:
    """Return the seconds until the deadline.

    Raises:
        TimeoutError: there are none.
    """
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("the time for the whole attempt is over")
    return seconds


def _connect(address: str, port: int, *, seconds: float) -> Timed:
    made = Timed(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect((address, port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        made.close()
        raise
    return made
