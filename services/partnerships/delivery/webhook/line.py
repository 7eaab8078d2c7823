"""The line of one subscription: what is sent next, and what becomes of it.

        log ──(cursor)──▶ fresh ──┐                ┌──▶ taken
                                  ├──▶ sending ────┼──▶ refused: waits by the schedule, and the cursor goes on
    waiting ───(due)────▶ again ──┘                └──▶ untried: the endpoint is away, and the cursor stays

With `ordered`, an aggregate whose event was refused has its later events held behind it; other aggregates go on.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pymongo.database import Database

from services.partnerships.delivery.webhook import order, schedule
from services.partnerships.delivery.webhook.asked import Requests
from services.partnerships.delivery.webhook.progress import Place, Progress
from services.partnerships.delivery.webhook.sending import Sending, Task, Tried
from services.partnerships.delivery.webhook.settling import Settling
from services.partnerships.delivery.webhook.subscribed import Document, Feed, Outcomes, Subscribed
from services.partnerships.delivery.webhook.waiting import Entry, Waiting

FIRST, PAGE = 8, 250  # events that are taken from the log at a time: at first, and at most


class Line:
    """One subscription's deliveries. One thread calls `turn`; the subscription may be replaced between two turns."""

    def __init__(
        self,
        subscribed: Subscribed,
        *,
        database: Database[Document],
        feed: Feed,
        outcomes: Outcomes,
        sending: Sending,
        start: int,
    ) -> None:
        self.subscribed, self.sending = subscribed, sending
        self._id, self._start = subscribed.id, start
        self._feed, self._outcomes = feed, outcomes
        self._waiting, self._progress = Waiting(database), Progress(database)
        self._settling = Settling(subscribed.id, database, self._waiting)
        self._requests = Requests(sending, database=database, feed=feed, outcomes=outcomes)
        self._turns, self._page = 0, FIRST
        self.something_due = True
        self.place = self._where()

    def turn(self) -> bool:
        """Send what is next; tells whether there may be more at once."""
        if self._requests.carry_out(self.subscribed, answered=self.place.answered):
            self.place, self.something_due = self._where(), True
            return True
        if self.sending.stopped.is_set() or not self.subscribed.receives:
            return False
        if self.place.disabled:
            self._begin_anew()
        if self.sending.breaker.is_open:
            return time.monotonic() >= self.sending.breaker.until and self._probe()
        due, self.something_due = self.something_due, False
        again = due and self._again()
        return self._fresh() or again

    def become(self, subscribed: Subscribed) -> None:
        """Take over what the partner has changed."""
        if self.subscribed.ordered and not subscribed.ordered:
            self._waiting.let_go(self._id, now=datetime.now(UTC))
        self.subscribed, self.sending.secrets = subscribed, subscribed.secrets

    def is_behind(self, newest: int, *, now: float) -> bool:
        """Tell whether something would be sent if it had its turn; `now` is of `time.monotonic`."""
        if any(one["number"] > self.place.answered for one in self.subscribed.requests):
            return True
        breaker = self.sending.breaker
        ready = self.subscribed.receives and now >= breaker.until
        return ready and (breaker.is_open or self.place.cursor < newest)

    def _where(self) -> Place:
        return self._progress.of(self._id, start=self._start)

    def _again(self, *, limit: int = PAGE) -> bool:
        """Send what is due."""
        entries = self._waiting.due(self._id, now=datetime.now(UTC), limit=limit)
        self.something_due = len(entries) == limit
        tasks = self._tasks(entries)
        strands = order.due(tasks, self._id, self._waiting) if self.subscribed.ordered else order.loose(tasks)
        tried = self.sending.batch(strands)
        self._settling.again(tried, ordered=self.subscribed.ordered)
        self._judge(tried)
        return any(one.answer for one in tried)

    def _fresh(self, *, limit: int | None = None) -> bool:
        """Send what follows the cursor, and move it.

        Pages grow while there is more, so that of what waits for an endpoint that is away little is ever in memory.
        """
        limit = limit or self._page
        page = self._feed.page(self.subscribed, after=self.place.cursor, limit=limit)
        tasks = [Task(one) for one in page.told]
        strands, held = order.loose(tasks), list[Tried]()
        if self.subscribed.ordered:
            strands, held = order.fresh(tasks, self._id, self._waiting)
        tried = [*self.sending.batch(strands), *held]
        moved = self._move(self._settling.fresh(tried, upto=page.upto))
        self._judge(tried)
        self._page = min(2 * self._page, PAGE) if len(page.told) == limit else FIRST
        return moved and len(page.told) in {0, limit}

    def _probe(self) -> bool:
        """Send one event to an endpoint that is away: by turns one that is due and a fresh one; else one that waits.

        By turns, so that neither an event that the endpoint cannot bear nor one that is held keeps the circuit open.
        """
        self._turns += 1
        ways = (self._again, self._fresh) if self._turns % 2 else (self._fresh, self._again)
        with self.sending.probing():
            if ways[0](limit=1) or ways[1](limit=1):
                return True
            tried = self.sending.batch(order.loose(self._tasks(self._waiting.soonest(self._id))))
            self._settling.early(tried, ordered=self.subscribed.ordered)
            self._judge(tried)
            return any(one.taken for one in tried)

    def _tasks(self, entries: Sequence[Entry]) -> list[Task]:
        """Return entries with the words of their events as the subscription may see them today."""
        tasks, unseen = list[Task](), list[Entry]()
        for entry in entries:
            told = self._feed.page(self.subscribed, after=entry.sequence - 1, limit=1).told
            if told and told[0].sequence == entry.sequence:
                tasks.append(Task(told[0], entry))
            else:
                unseen.append(entry)
        self._settling.unseen(unseen, ordered=self.subscribed.ordered)
        return tasks

    def _move(self, to: int | None) -> bool:
        if to is None or to == self.place.cursor:
            return False
        moved = self._progress.move(self._id, since=self.place.cursor, to=to)
        self.place = replace(self.place, cursor=to) if moved else self._where()
        return moved

    def _judge(self, tried: Sequence[Tried]) -> None:
        """Disable an endpoint that is gone, or that has done nothing but fail for five days."""
        if any(one.failed for one in tried):
            self.place = self._where()
        since, now = self.place.failing_since, datetime.now(UTC)
        if any(one.answer and one.answer.is_gone for one in tried):
            self._disable("gone")
        elif any(one.taken for one in tried):
            self._recover(since, now)
        elif any(one.failed for one in tried):
            if since is None:
                self._progress.note_failing(self._id, now)
                self.place = replace(self.place, failing_since=now)
            elif now - since >= timedelta(seconds=schedule.HOPELESS):
                self._disable("failing")

    def _recover(self, since: datetime | None, now: datetime) -> None:
        if since:
            self._progress.note_failing(self._id, None)
            if now - since >= timedelta(seconds=schedule.OUTAGE):
                self._waiting.hasten(self._id, now=now, since=since, refused=False)
            self.place = replace(self.place, failing_since=None)

    def _disable(self, reason: str) -> None:
        self.sending.stopped.set()
        self._progress.note_disabled(self._id, disabled=True)
        self._outcomes.disabled(self._id, reason)

    def _begin_anew(self) -> None:
        """Take up where the line stood when it was disabled, and try once more what was given up."""
        now = datetime.now(UTC)
        self._waiting.hasten(self._id, now=now, since=self.place.failing_since or now, refused=True)
        self._progress.note_disabled(self._id, disabled=False)
        self.place = self._where()
