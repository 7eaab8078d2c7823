"""Looks once in a while how all subscriptions stand, and how long the oldest event waits for each, and tells the metrics."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.partnerships.delivery import metrics
from services.partnerships.delivery.feed import Feed
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.subscriber import Subscriber, Subscribers
from services.partnerships.delivery.webhook.waiting import Waiting
from shared.logs import log as say

LOOK = 5.0  # seconds between two looks
PLACES = {"webhook": "webhook_lines", "amqp": "queue_places"}  # where each way keeps its cursors; a feed's are the partner's


class Watch:
    """Runs beside the deliveries. What is paused, disabled or pulled has a state, and no age."""

    def __init__(self, subscribers: Subscribers, *, log: Log, feed: Feed, database: Database[dict[str, Any]]) -> None:
        self._subscribers, self._log, self._feed = subscribers, log, feed
        self._database, self._waiting = database, Waiting(database)
        self._stop = threading.Event()

    def run(self) -> None:
        """Look until told to stop; a database that is away only makes it wait."""
        while not self._stop.is_set():
            try:
                self.look(now=datetime.now(UTC))
            except PyMongoError as error:
                say(__name__, "subscriptions not measured", 30, why=repr(error)[:300])
            self._stop.wait(LOOK)

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def look(self, *, now: datetime) -> None:
        """Measure once."""
        standing = [one for way in ("webhook", "amqp", "feed") for one in self._subscribers.standing(way, now=now)]
        metrics.stand({one.id: _state(one) for one in standing}, oldest=self._ages(standing, now))

    def _ages(self, standing: list[Subscriber], now: datetime) -> dict[str, float]:
        """Seconds since the log took in what waits longest for each that is sent anything; 0 if nothing waits."""
        sent = [one for one in standing if one.receives and one.way in PLACES]
        first = self._first(sent)
        since = self._log.taken_in(first.values())
        return {one.id: max((now - since.get(first.get(one.id, 0), now)).total_seconds(), 0) for one in sent}

    def _first(self, sent: list[Subscriber]) -> dict[str, int]:
        """By subscription the first sequence that it has not got: a refused one, or the next after its cursor that it may see."""
        first = self._waiting.first()
        end, cursors = self._log.end(), self._cursors()
        for one in sent:
            cursor = cursors.get(one.id, end)
            told = self._feed.page(one, after=cursor, limit=1).told if cursor < end else []
            if told:
                first[one.id] = min(told[0].sequence, first.get(one.id, end))
        return first

    def _cursors(self) -> Mapping[str, int]:
        return {one["_id"]: one["cursor"] for name in PLACES.values() for one in self._database[name].find({}, {"cursor": 1})}


def _state(one: Subscriber) -> str:
    """Its status; an active one of an agreement that is out of force is `lapsed`, as for a pull."""
    return "lapsed" if one.status == "active" and not one.in_force else one.status
