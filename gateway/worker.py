"""The gateway's worker: gunicorn's threads, which stay with a connection while its requests follow each other closely.

gunicorn gives a kept connection back to its event loop after every answer, and the loop hands it to a thread again: two
changes of thread and four calls of the kernel for each request. Here the thread looks for the next request itself for a
moment, as long as there are threads for all connections that are in hand.
"""

import select
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

STAYS = 20  # milliseconds


class Worker(ThreadWorker):  # type: ignore[misc]
    """A gthread worker for clients that send one request after the other."""

    def handle(self, conn: Any) -> Any:
        """Handle a request, and those that follow it at once; runs in a thread of the pool."""
        kept = super().handle(conn)
        while kept is True and self.alive and self._has_threads_for_all() and _follows(conn.sock):
            kept = super().handle(conn)
        return kept

    def _has_threads_for_all(self) -> bool:
        return bool(self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns) <= self.cfg.threads)


def _follows(sock: Any) -> bool:
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(STAYS))
