"""The process' lines: one for each subscription with a thread of its own, and one loop that wakes them.

A line that is stuck holds its own thread and nobody else's. The loop asks once for all of them whether the log has grown, what is
due, and which subscriptions there are, so that two hundred idle lines cost hardly more than one.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ssl import SSLContext

from pymongo.database import Database

from services.partnerships.delivery.webhook import attempts
from services.partnerships.delivery.webhook.guard import Guard
from services.partnerships.delivery.webhook.line import Line
from services.partnerships.delivery.webhook.post import Post
from services.partnerships.delivery.webhook.sending import RATE, Sending
from services.partnerships.delivery.webhook.subscribed import Document, Feed, Outcomes, Subscribed
from services.partnerships.delivery.webhook.waiting import Waiting
from shared.logs import log

LOOKS = 200  # a second, of all lines together, at a log that grows
LONGEST = 1.0  # seconds between two looks of one line at most
IDLE = 0.1  # seconds between two looks of all lines while nothing happens
REFRESH = 1.0  # seconds between two readings of the subscriptions, and of what is due
TROUBLE = 10.0  # seconds that a line rests after an error of ours
PATIENCE = 20.0  # seconds for what is under way when the process ends


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all lines share."""

    database: Database[Document]
    feed: Feed
    outcomes: Outcomes
    guard: Guard
    trust: SSLContext
    newest: Callable[[], int]  # the last sequence of the log
    newest_at: Callable[[str | None], int]  # the same, at an instant if there is one
    grown: Callable[[int, float], int]  # the same, once there is something after a sequence, or so many seconds are over
    rate: float = RATE


class Worker:
    """A thread that gives its line a turn whenever it is woken, and as long as there is more."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.rests_until = 0.0
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"line {line.subscribed.id}")
        self._thread.start()

    def serves(self, subscribed: Subscribed | None) -> bool:
        """Take over what the partner has changed; False if that takes another line, or none."""
        line = self.line
        if line.sending.stopped.is_set() or subscribed is None or subscribed.endpoint != line.subscribed.endpoint:
            return False
        line.become(subscribed)
        return True

    def wake(self) -> None:
        """Let the line look whether there is something."""
        self._awake.set()

    def stop(self) -> None:
        """Begin nothing new."""
        self.line.sending.stopped.set()
        self._awake.set()

    def has_ended(self, *, within: float = 0) -> bool:
        """Wait for what is under way, and tell whether that has ended."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def _run(self) -> None:
        stopped = self.line.sending.stopped
        while not stopped.is_set():
            self._awake.wait()
            self._awake.clear()
            try:
                while not stopped.is_set() and self.line.turn():
                    pass
            except Exception as error:  # noqa: BLE001  the database away, or a fault of ours: other lines must not suffer
                self.rests_until = time.monotonic() + TROUBLE
                log(__name__, "line in trouble", logging.ERROR, subscription=self.line.subscribed.id, error=repr(error))
        self.line.sending.post.close()


class Lines:
    """Runs in the delivery process until told to stop."""

    def __init__(self, subscriptions: Callable[[], Sequence[Subscribed]], surroundings: Surroundings) -> None:
        self._subscriptions, self._shared = subscriptions, surroundings
        self._waiting = Waiting(surroundings.database)
        self._workers: dict[str, Worker] = {}
        self._due: set[str] = set()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Deliver, until stopped."""
        self._waiting.prepare()
        attempts.prepare(self._shared.database)
        refreshed, newest = float("-inf"), self._shared.newest()
        while not self._stopped.is_set():
            if time.monotonic() - refreshed >= REFRESH:
                self._refresh()
                refreshed = time.monotonic()
            self._wake(newest)
            self._stopped.wait(min(len(self._workers) / LOOKS, LONGEST))
            newest = self._shared.grown(newest, IDLE if self._workers else REFRESH)
        self._end()

    def stop(self) -> None:
        """End after what is under way."""
        self._stopped.set()

    def _wake(self, newest: int) -> None:
        now = time.monotonic()
        for id_, worker in self._workers.items():
            worker.line.something_due = worker.line.something_due or id_ in self._due
            if now >= worker.rests_until and (id_ in self._due or worker.line.is_behind(newest, now=now)):
                worker.wake()
        self._due = set()

    def _refresh(self) -> None:
        """Take over what has changed: new subscriptions, ended ones, other endpoints and secrets.

        A line with another endpoint is another line, which begins when the one before has ended.
        """
        standing = {one.id: one for one in self._subscriptions()}
        for id_, worker in list(self._workers.items()):
            if not worker.serves(standing.get(id_)):
                worker.stop()
                if worker.has_ended():
                    del self._workers[id_]
        for id_, subscribed in standing.items():
            if id_ not in self._workers:
                self._workers[id_] = Worker(self._line(subscribed))
        self._due = self._waiting.with_due(now=datetime.now(UTC))

    def _end(self) -> None:
        for worker in self._workers.values():
            worker.stop()
        until = time.monotonic() + PATIENCE
        for worker in self._workers.values():
            worker.has_ended(within=max(until - time.monotonic(), 0))

    def _line(self, subscribed: Subscribed) -> Line:
        shared = self._shared
        post = Post(str(subscribed.endpoint), shared.guard, trust=shared.trust)
        sending = Sending(post, secrets=subscribed.secrets, rate=shared.rate)
        return Line(
            subscribed,
            database=shared.database,
            feed=shared.feed,
            outcomes=shared.outcomes,
            sending=sending,
            start=shared.newest_at(subscribed.opened_at),
        )
