"""The gateway's worker: gunicorn's threads, which stay with a connection while its requests follow each other closely.

gunicorn gives a kept connection back to its event loop after every answer, and the loop hands it to a thread again: two
changes of thread and four calls of the kernel for each request. Here the thread looks for the next request itself for a
moment, as long as there are threads for all connections that are in hand.

And a request that was read together with the end of the one before it (RFC 9112, section 9.3.2) is answered at once: the event
loop looks at the socket alone, where there is nothing left of it.
"""

import contextlib
import select
import uuid
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException

from gateway.draining import Draining
from gateway.problems import MEDIA, Broken
from shared.errors import Refusal, problem
from shared.logs import log

STAYS = 20  # milliseconds


MOST = 8190  # bytes of the request line, and of each header
SECONDS = 1  # for a refusal to go out


class LineTooLong(Refusal):
    """A request line with more bytes than are read (RFC 9110, section 15.5.15)."""

    status = 414
    text = "The address of the request is longer than {most} bytes."
    remedy = "Ask for less in the query, or in several requests."


class HeadersTooLarge(Refusal):
    """Headers with more bytes than are read (RFC 6585, section 5)."""

    status = 431
    text = "The headers of the request are too many, or one is longer than {most} bytes."
    remedy = "Send fewer and shorter headers; a cookie is never needed."


class NotHttp(Refusal):
    """What came is not a request of HTTP/1.1."""

    text = "The request is not written in HTTP/1.1."
    remedy = "Let a library for HTTP write the request line and the headers."


class Worker(Draining):
    """A gthread worker for clients that send one request after the other."""

    def handle(self, conn: Any) -> Any:
        """Handle a request, and those that follow it at once; runs in a thread of the pool."""
        kept = super().handle(conn)
        while kept is True and (_has_come(conn) or (self.alive and self._has_threads_for_all() and _follows(conn.sock))):
            kept = super().handle(conn)
        return kept

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Answer what never came to be a request, or broke on the way, with problem details; nobody's address is logged."""
        refused = unreadable(exc)
        log(__name__, "request not served", 40 if refused.status == Broken.status else 30, why=type(exc).__name__)
        with contextlib.suppress(OSError):
            client.settimeout(SECONDS)
            client.sendall(spoken(refused))

    def _has_threads_for_all(self) -> bool:
        return bool(self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns) <= self.cfg.threads)


def unreadable(error: BaseException) -> Refusal:
    """The refusal for what gunicorn could not serve."""
    match error:
        case LimitRequestLine():
            return LineTooLong(most=MOST)
        case LimitRequestHeaders():
            return HeadersTooLarge(most=MOST)
        case ParseException():
            return NotHttp()
    return Broken()


def spoken(refused: Refusal) -> bytes:
    """A whole HTTP answer, after which the connection is closed."""
    body = orjson.dumps(problem(refused))
    head = (
        f"HTTP/1.1 {refused.status} {HTTPStatus(refused.status).phrase}", "Connection: close", f"Content-Type: {MEDIA}",
        f"Content-Length: {len(body)}", f"Correlation-Id: {uuid.uuid4()}",
    )  # fmt: skip
    return "\r\n".join((*head, "", "")).encode() + body


def _has_come(conn: Any) -> bool:
    """Whether the next request, or the beginning of it, was read with the last one."""
    return bool(conn.parser.unreader.buf.getbuffer().nbytes)


def _follows(sock: Any) -> bool:
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(STAYS))
