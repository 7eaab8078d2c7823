"""gunicorn's threaded worker, ending: it keeps what it has promised, and leaves no later than it must.

Ending, it takes no new connections and answers what is in hand. Kept connections get their next answer with "Connection:
close"; those on which nothing is asked for `IDLE` are closed, instead of holding the process to the end of its time of grace.
"""

import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

IDLE = 3.0  # seconds
SWITCH = 0.0005  # seconds that a thread computes before others have their turn: refusals and probes do not wait for commands
LOOK = 0.5  # seconds between two looks while it ends


class Draining(ThreadWorker):  # type: ignore[misc]
    """A worker that fails no request when it is told to end."""

    def init_process(self) -> None:
        """Called after the fork; serves until told to end."""
        sys.setswitchinterval(SWITCH)
        super().init_process()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Called again and again, and between two calls closes what has expired."""
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, LOOK))

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Called when an answer is sent. A client that was not told so may not find its connection closed."""
        promised = not fs.cancelled() and fs.exception() is None and fs.result() is True
        if self.alive or not promised:
            super().finish_request(conn, fs)
            return
        conn.sock.setblocking(False)  # noqa: FBT003  the socket's own
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def murder_keepalived(self) -> None:
        """Close kept connections that have expired; sooner when it ends."""
        self._hasten(self.keepalived_conns)
        super().murder_keepalived()

    def murder_pending(self) -> None:
        """Close new connections on which nothing is asked; sooner when it ends."""
        self._hasten(self.pending_conns)
        super().murder_pending()

    def _hasten(self, connections: Iterable[TConn]) -> None:
        since = time.monotonic() - IDLE + self.cfg.keepalive
        for connection in connections if not self.alive else ():
            if connection.timeout < since:
                connection.timeout = 0
