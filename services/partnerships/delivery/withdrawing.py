"""Puts a tombstone into the log for all that a narrowing has taken out of sight, so that every way of receiving tells it.

It runs beside the deliveries, page by page in the order of the newest facts' keys, and goes on there after a crash.
"""

import threading
import uuid
from datetime import UTC, datetime
from typing import Any

from pymongo.errors import PyMongoError

from services.partnerships.delivery.log import Log
from services.partnerships.delivery.narrowing import concerned, has_lost, tree_before
from services.partnerships.delivery.scope import LEFT, Logged, Today, kinds_named
from services.partnerships.delivery.subscriber import Subscriber, Subscribers
from shared.envelope import Event
from shared.logs import log as say

Document = dict[str, Any]
LOOK = 0.5  # seconds between two looks for a narrowing
PAUSE = 1.0  # seconds after a failure
PAGE = 500  # aggregates that are looked at in one transaction
WAYS = ("webhook", "amqp", "feed")


class Withdrawing:
    """One thread; only the process that holds the lease runs it."""

    def __init__(self, subscribers: Subscribers, log: Log) -> None:
        self._subscribers, self._log = subscribers, log
        self._stop = threading.Event()

    def run(self) -> None:
        """Withdraw until told to stop; a database that is away only makes it wait."""
        while not self._stop.is_set():
            try:
                if not self.turn():
                    self._stop.wait(LOOK)
            except PyMongoError as error:
                say(__name__, "withdrawing interrupted", 30, why=repr(error)[:300])
                self._stop.wait(PAUSE)

    def stop(self) -> None:
        """End after the page under way."""
        self._stop.set()

    def turn(self) -> bool:
        """Do a page of the first narrowing; False if there is none."""
        cause = self._log.narrowed()
        if cause is None:
            return False
        standing = [one for way in WAYS for one in self._subscribers.standing(way, now=datetime.now(UTC))]
        told = [one for one in standing if concerned(one, cause, self._log.tree())]
        if told:
            self._page(cause, told)
        else:
            self._log.withdraw(cause, [], after=None)
        return True

    def _page(self, cause: Document, told: list[Subscriber]) -> None:
        tree = self._log.tree()
        before, left, last, read = tree_before(cause, tree), list[tuple[Event, list[str]]](), None, 0
        kinds = kinds_named([type_ for one in told for type_ in one.event_types], self._log.kinds())
        for key, fact, today, _ in self._log.newest({"kind": {"$in": kinds}}, after=cause.get("after", ""), limit=PAGE):
            last, read = key, read + 1
            to = [one.id for one in told if not today.shut and has_lost(one, fact, cause, tree, before)]
            if to:
                left.append((_left(cause, key, fact, today), to))
        self._log.withdraw(cause, left, after=last if read == PAGE else None)


def _left(cause: Document, key: str, fact: Logged, today: Today) -> Event:
    """What stands in the log for a thing that has left; its id is the same however often the page is done."""
    kind = fact.type.rpartition(".")[0]
    return Event(
        id=str(uuid.uuid5(uuid.UUID(cause["_id"]), key)), source="/partnerships", type=f"{kind}.{LEFT}", time=cause["time"],
        subject=fact.subject, version=today.version, area=fact.place.area,
        state={"center_id": fact.place.center, "program_id": fact.place.program, "partner_id": fact.place.partner},
    )  # fmt: skip
