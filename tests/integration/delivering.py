"""What lines deliver in the tests: a log over MongoDB, subscriptions that a test changes, and a delivery process to be killed.

As a process: ``python -m tests.integration.delivering MONGO_URI DATABASE URL``.
"""

import itertools
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, TypeVar

from pymongo import MongoClient
from pymongo.database import Database

from services.partnerships.delivery.webhook import breaker, lines, schedule, signing
from services.partnerships.delivery.webhook.channel import trust
from services.partnerships.delivery.webhook.lines import Lines, Surroundings
from shared.logs import to_stderr
from tests.client import wait_until
from tests.integration.posting import HERE

Document = dict[str, Any]
T = TypeVar("T")

REVISED = "toono.registry.center.revised"
SECRET = signing.as_text(b"s" * 32)
PATIENCE = 40  # seconds, for a machine that has other things to do
QUICKLY: dict[ModuleType, dict[str, Any]] = {  # seconds
    breaker: {"FIRST": 0.3, "LAST": 0.6},
    lines: {"REFRESH": 0.1, "IDLE": 0.02, "TROUBLE": 0.3},
    schedule: {"WAITS": (0.2, 0.3, 0.4, 0.5, 0.5), "OUTAGE": 0.3},
}


@dataclass(frozen=True)
class Subscription:
    """A subscription that sees all there is, but for the types that it is not given."""

    id: str
    endpoint: str
    opened_at: str | None = None
    ordered: bool = False
    secrets: tuple[str, ...] = (SECRET,)
    requests: Sequence[Document] = ()
    receives: bool = True
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """An event of the log."""

    sequence: int
    id: str
    document: Document


@dataclass(frozen=True)
class Page:
    """Events that follow a cursor."""

    told: list[Told]
    upto: int


class Log:
    """Events in MongoDB with dense sequences, and the feed of them."""

    def __init__(self, database: Database[Document]) -> None:
        self._events = database["log"]
        self._numbers = itertools.count(self.newest() + 1)

    def append(self, subjects: Iterable[str], **more: Any) -> list[str]:
        """Add an event about each of these; returns their ids."""
        made = [
            {
                "_id": next(self._numbers),
                "id": str(uuid.uuid4()),
                "subject": subject,
                "type": "toono.registry.center.revised",
                **more,
            }
            for subject in subjects
        ]
        self._events.insert_many(made)
        return [one["id"] for one in made]

    def newest(self) -> int:
        """The last sequence."""
        last = self._events.find_one(sort=[("_id", -1)])
        return last["_id"] if last else 0

    def grown(self, after: int, seconds: float) -> int:
        """The last sequence, once there is one after this or the time is over."""
        until = time.monotonic() + seconds
        while (end := self.newest()) <= after and time.monotonic() < until:
            time.sleep(min(seconds, 0.01))
        return end

    def page(self, subscriber: Subscription, *, after: int, limit: int) -> Page:
        """What follows."""
        found = list(self._events.find({"_id": {"$gt": after}}).sort("_id").limit(limit))
        return self._page(subscriber, found, found[-1]["_id"] if found else after)

    def again(
        self, subscriber: Subscription, *, ids: list[str] | None, since: str | None, until: str | None, after: int, limit: int
    ) -> Page:
        """What follows of these ids; times are not known here."""
        assert since is until is None
        chosen = {"id": {"$in": ids}, "_id": {"$gt": after}}
        found = list(self._events.find(chosen).sort("_id").limit(limit))
        return self._page(subscriber, found, found[-1]["_id"] if len(found) == limit else max(after, self.newest()))

    def _page(self, subscriber: Subscription, found: list[Document], upto: int) -> Page:
        seen = [one for one in found if one["type"] not in subscriber.hidden]
        return Page([Told(one["_id"], one["id"], {"specversion": "1.0", **one}) for one in seen], upto)


class Delivery:
    """Lines of the tests' own, with what became of their subscriptions."""

    def __init__(self, database: Database[Document], **more: Any) -> None:
        self.database, self.log = database, Log(database)
        self.subscriptions: dict[str, Subscription] = {}
        self.proved_: list[str] = []
        self.disabled_: list[tuple[str, str]] = []
        self._more = {"guard": HERE, "trust": trust(), **more}

    def subscribe(self, url: str, **more: Any) -> Subscription:
        """A new subscription."""
        made = Subscription(str(uuid.uuid4()), url, **more)
        self.subscriptions[made.id] = made
        return made

    def change(self, subscription: Subscription, **changed: Any) -> None:
        """Change a subscription."""
        self.subscriptions[subscription.id] = replace(self.subscriptions[subscription.id], **changed)

    def proved(self, subscription: str) -> None:
        """Note it."""
        self.proved_.append(subscription)

    def disabled(self, subscription: str, reason: str) -> None:
        """Send no more."""
        self.disabled_.append((subscription, reason))
        self.change(self.subscriptions[subscription], receives=False)

    def attempts(self, subscription: Subscription) -> list[Document]:
        """What was tried, in its order."""
        return list(self.database["webhook_attempts"].find({"subscription_id": subscription.id}).sort("_id"))

    def waiting(self, subscription: Subscription) -> list[Document]:
        """What waits, in the order of the log."""
        return list(self.database["webhook_waiting"].find({"subscription_id": subscription.id}).sort("sequence"))

    def lines(self) -> Lines:
        """Lines that deliver to these subscriptions."""
        shared = Surroundings(
            database=self.database,
            feed=self.log,
            outcomes=self,
            newest=self.log.newest,
            newest_at=lambda _at: self.log.newest(),
            grown=self.log.grown,
            **self._more,
        )
        return Lines(lambda: list(self.subscriptions.values()), shared)


def until(condition: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Wait until a condition holds, and return what it returned."""
    return wait_until(condition, seconds)


def centers(count: int) -> list[str]:
    """Subjects of events."""
    return [f"center-{number}" for number in range(count)]


def quickly() -> None:
    """Let this process wait for moments where it would wait for hours."""
    for module, values in QUICKLY.items():
        vars(module).update(values)


def main() -> None:
    """Deliver to one endpoint, as the subscription with the id of the database's name, until killed."""
    mongo_uri, name, url = sys.argv[1:]
    to_stderr("delivery")
    quickly()
    delivery = Delivery(MongoClient[Document](mongo_uri, tz_aware=True)[name])
    delivery.subscriptions[name] = Subscription(name, url)
    delivery.lines().run()


if __name__ == "__main__":
    main()
