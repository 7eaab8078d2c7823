"""One kept connection to an endpoint: pinned to a checked address, under the name and the certificate of the URL."""

import select
import ssl
from functools import cache
from typing import cast

from services.partnerships.delivery.webhook import timed
from services.partnerships.delivery.webhook.guard import Guard, Target
from shared import http_reply

LIMIT = 15  # seconds for all of it: name, connection, TLS, sending, answer
CONNECTING = 10  # of these, for the connection
READ = 64 * 1024  # bytes of an answer's body


class Channel:
    """Speaks HTTP/1.1 with an endpoint; one request at a time, each with a deadline of its own.

    It knows no proxy, follows no redirect, unpacks no answer and keeps no cookie.
    """

    def __init__(self, guard: Guard, target: Target, *, trust: ssl.SSLContext) -> None:
        self.target = target
        self.deadline = 0.0
        self.sock: timed.Timed | timed.TimedTLS | None = None
        self._looks = select.poll()
        self._guard = guard
        self._trust = trust

    def post(self, head: bytes, body: bytes) -> bytes:
        """Send a request, and return the first bytes of the answer; what breaks ends the connection.

        Head and body go as one: most are one packet then, and wake the other side once.

        Raises:
            Forbidden, OSError: there is no connection, or it breaks or is ended before an answer.
        """
        try:
            self.sock = self.sock or self._connected()
            self.sock.sendall(head + body)
            return http_reply.begin(self.sock)
        except BaseException:
            self.close()
            raise

    def answer(self, first: bytes) -> http_reply.Reply:
        """Read the answer that begins so, and end the connection if no other may follow it.

        Raises:
            OSError, HTTPException: it breaks, or is none of HTTP's.
        """
        assert self.sock is not None  # noqa: S101  since something has come
        kept = False
        try:
            told = http_reply.read(first, self.sock, READ)
            kept = told.kept
        finally:
            if not kept:
                self.close()
        return told

    def begin(self, *, deadline: float) -> bool:
        """Set the deadline of the request that follows; tells whether it goes over a connection that is already open."""
        self.deadline = deadline
        if self.sock is not None and self._looks.poll(0):
            self.close()  # the other side has ended it meanwhile, or says what nobody has asked for
        if self.sock is None:
            return False
        self.sock.deadline = deadline
        return True

    def close(self) -> None:
        """End the connection, once what is read from it is read."""
        if self.sock is not None:
            self._looks.unregister(self.sock)
            self.sock.close()
            self.sock = None

    def _connected(self) -> timed.Timed | timed.TimedTLS:
        """Connect to an address that the guard has let through."""
        addresses = self._guard.admit(self.target)
        until = min(self.deadline, self.deadline - LIMIT + CONNECTING)
        plain = timed.connect(addresses, self.target.port, deadline=until)
        plain.deadline = self.deadline
        sock = self._secured(plain) if self.target.secure else plain
        self._looks.register(sock, select.POLLIN)
        return sock

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
