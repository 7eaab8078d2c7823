"""The guard before every connection to an endpoint: where it may lead, and to which address it is pinned.

A name is resolved once for a connection, and every one of its addresses is checked; what is connected to is an address that
was checked, never the name, so that a resolver that answers otherwise a moment later leads nowhere.
"""

import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from services.partnerships.delivery.webhook.addresses import Address, Network, is_loopback, parse, refusal

LONGEST = 2000  # characters of a URL
PATIENCE = 5  # seconds that a name may take to be resolved
PORTS = {"https": 443, "http": 80}
Resolver = Callable[[str, int], list[str]]


class Forbidden(Exception):
    """Nothing may be sent to this URL. `reason` is a word for people and logs: no address is told."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unresolved(OSError):
    """The name of an endpoint leads to no address, or to none in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An endpoint as its URL names it."""

    secure: bool
    host: str
    port: int
    path: str


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver, which has no limit of its own: a thread that nobody waits for bears the rest.

    Raises:
        Unresolved: there is no such name, or no answer in time.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(host, port, answers), daemon=True, name="resolver").start()
    try:
        return answers.get(timeout=PATIENCE)
    except queue.Empty:
        raise Unresolved("the name was not resolved in time") from None


def _ask(host: str, port: int, answers: "queue.SimpleQueue[list[str]]") -> None:
    try:
        answers.put([str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    except (OSError, UnicodeError):
        answers.put([])


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What may be connected to.

    Attributes:
        loopback: for development and tests: the machine's loopback is let through, also by http.
        refused: networks of the operator's that are refused too, such as its own public addresses.
    """

    loopback: bool = False
    refused: tuple[Network, ...] = ()
    resolver: Resolver = resolve

    def target(self, url: str) -> Target:
        """Read a URL, without asking anybody.

        Raises:
            Forbidden: it is none that events are sent to: `url`, `credentials`, `scheme`.
        """
        parts = _parts(url)
        if parts.username is not None or parts.password is not None or "#" in url:
            raise Forbidden("credentials" if "@" in parts.netloc else "url")
        if parts.scheme != "https" and not (parts.scheme == "http" and self.loopback):
            raise Forbidden("scheme")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
        return Target(secure=parts.scheme == "https", host=host, port=port, path=path)

    def admit(self, target: Target) -> list[str]:
        """Resolve the name, and return its addresses if every one of them may be connected to.

        Raises:
            Forbidden: one of them may not, with the reason of the first such.
            Unresolved: there are none.
        """
        addresses = [parse(one) for one in dict.fromkeys(self.resolver(target.host, target.port))]
        if not addresses:
            raise Unresolved("the name leads to no address")
        for address in addresses:
            self._check(address, secure=target.secure)
        return [str(address) for address in addresses]

    def _check(self, address: Address, *, secure: bool) -> None:
        if self.loopback and is_loopback(address):
            return
        reason = refusal(address, also=self.refused) or (None if secure else "scheme")
        if reason:
            raise Forbidden(reason)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        readable = len(url) <= LONGEST and url.isascii() and url.isprintable() and " " not in url and "\\" not in url
        if readable and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise Forbidden("url")
