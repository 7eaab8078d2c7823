"""What becomes of events that were sent: nothing is forgotten before it is either taken or waits."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pymongo.database import Database

from services.partnerships.delivery import metrics
from services.partnerships.delivery.webhook import attempts, schedule
from services.partnerships.delivery.webhook.sending import Task, Tried
from services.partnerships.delivery.webhook.subscribed import Document
from services.partnerships.delivery.webhook.waiting import Entry, Waiting


class Settling:
    """Writes down what came of the tasks of one subscription."""

    def __init__(self, subscription: str, database: Database[Document], waiting: Waiting) -> None:
        self._subscription, self._waiting = subscription, waiting
        self._attempts = attempts.collection(database)
        self._chance = random.Random()  # noqa: S311  it only spreads retries

    def again(self, tried: Sequence[Tried], *, ordered: bool) -> None:
        """Settle entries that were due; what was not tried stays due."""
        now = datetime.now(UTC)
        changed = [self._entry(one, now) for one in tried if one.failed or one.held]
        done = [one.task.entry for one in tried if one.taken and one.task.entry]
        if ordered:
            self._release([*done, *(one for one in changed if one.given_up_at)], now)
        self._log(tried, {one.sequence: one.due for one in changed})
        self._waiting.put(changed, done=done)

    def fresh(self, tried: Sequence[Tried], *, upto: int) -> int | None:
        """Settle what followed the cursor, and return where the cursor may go; None if nothing was tried.

        What was passed over among the tried is kept as an entry, so that the tried need not be sent again.
        """
        now = datetime.now(UTC)
        settled = [one.task.told.sequence for one in tried if one.answer or one.held]
        last = upto if len(settled) == len(tried) else max(settled, default=None)
        if last is None:
            return None
        waits = [self._entry(one, now) for one in tried if not one.taken and one.task.told.sequence <= last]
        self._log(tried, {one.sequence: one.due for one in waits})
        self._waiting.put(waits)
        return last

    def early(self, tried: Sequence[Tried], *, ordered: bool) -> None:
        """Settle entries that were sent before they were due: a failure does not count as a try."""
        self.again([one for one in tried if one.taken], ordered=ordered)
        self._log(
            [one for one in tried if one.failed], {one.task.told.sequence: one.task.entry.due for one in tried if one.task.entry}
        )

    def unseen(self, entries: Sequence[Entry], *, ordered: bool) -> None:
        """Forget entries of events that the subscription may not see any more, or that nobody keeps."""
        if ordered:
            self._release(entries, datetime.now(UTC))
        self._waiting.put([], done=entries)

    def _entry(self, tried: Tried, now: datetime) -> Entry:
        """Return the entry of an event that was not taken: refused, held behind another, or passed over."""
        entry = tried.task.entry or self._new(tried.task)
        if tried.held:
            return replace(entry, due=None, reason="held")
        if tried.answer is None:
            return replace(entry, due=now, reason="away")
        wait = schedule.wait(entry.tries + 1, asked=tried.answer.rest, chance=self._chance)
        failed = replace(entry, tries=entry.tries + 1, reason=tried.answer.error)
        if wait is None:
            return replace(failed, due=None, given_up_at=now)
        return replace(failed, due=now + timedelta(seconds=wait))

    def _new(self, task: Task) -> Entry:
        told = task.told
        return Entry(
            subscription_id=self._subscription, sequence=told.sequence, event_id=told.id, subject=told.document.get("subject")
        )

    def _release(self, entries: Iterable[Entry], now: datetime) -> None:
        """Let go of what is held behind entries, before these are gone: after a crash between, both are there."""
        for one in entries:
            self._waiting.release(self._subscription, one.subject, beyond=one.sequence, now=now)

    def _log(self, tried: Sequence[Tried], due: dict[int, datetime | None]) -> None:
        metrics.tried(self._subscription, [(one.answer.error, one.answer.duration) for one in tried if one.answer])
        made = [
            attempts.attempt(
                subscription=self._subscription, event=one.task.told.id, type=one.task.told.document["type"],
                at=one.at, answer=one.answer, due=due.get(one.task.told.sequence),
            )
            for one in tried if one.answer
        ]  # fmt: skip
        if made:
            self._attempts.insert_many(made, ordered=False)
