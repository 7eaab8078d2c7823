"""One kept connection to an endpoint: pinned to a checked address, under the name and the certificate of the URL."""

import http.client
import select
import ssl
from collections.abc import Mapping
from functools import cache
from typing import cast

from services.partnerships.delivery.webhook import timed
from services.partnerships.delivery.webhook.guard import Guard, Target

LIMIT = 15  # seconds for all of it: name, connection, TLS, sending, answer
CONNECTING = 10  # of these, for the connection


class Channel(http.client.HTTPConnection):
    """Speaks HTTP/1.1 with an endpoint; one request at a time, each with a deadline of its own.

    It knows no proxy, follows no redirect, unpacks no answer and keeps no cookie.
    """

    sock: timed.Timed | timed.TimedTLS | None

    def __init__(self, guard: Guard, target: Target, *, trust: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.secure else 80  # Host names other ports only
        self.target = target
        self.deadline = 0.0
        self._held: bytearray | None = None
        self._guard = guard
        self._trust = trust

    def post(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a request, its head and its body as one: most are one packet then, and wake the other side once."""
        self._held = bytearray()
        self.request("POST", self.target.path, body, dict(headers))
        whole, self._held = bytes(self._held), None
        super().send(whole)

    def send(self, data: bytes) -> None:  # type: ignore[override]
        """Hold back what is part of a request."""
        if self._held is None:
            super().send(data)
        else:
            self._held += data

    def connect(self) -> None:
        """Connect to an address that the guard has let through.

        Raises:
            Forbidden, OSError: there is none, or it does not answer.
        """
        addresses = self._guard.admit(self.target)
        until = min(self.deadline, self.deadline - LIMIT + CONNECTING)
        plain = timed.connect(addresses, self.target.port, deadline=until)
        plain.deadline = self.deadline
        self.sock = self._secured(plain) if self.target.secure else plain

    def begin(self, *, deadline: float) -> bool:
        """Set the deadline of the request that follows; tells whether it goes over a connection that is already open."""
        self.deadline = deadline
        if self.sock is not None and select.select([self.sock], [], [], 0)[0]:
            self.close()  # the other side has ended it meanwhile, or says what nobody has asked for
        if self.sock is None:
            return False
        self.sock.deadline = deadline
        return True

    def _secured(self, plain: timed.Timed) -> timed.TimedTLS:
        try:
            plain.settimeout(timed.left(self.deadline))
            secured = cast("timed.TimedTLS", self._trust.wrap_socket(plain, server_hostname=self.target.host))
        except BaseException:
            plain.close()
            raise
        secured.deadline = self.deadline
        return secured


@cache
def trust(more: str | None = None) -> ssl.SSLContext:
    """The certificates that an endpoint may be known by: the system's, and those in the file of the operator's."""
    context = ssl.create_default_context()
    context.sslsocket_class = timed.TimedTLS
    if more:
        context.load_verify_locations(more)
    return context
