"""What waits beside the cursor: events that were refused, held behind such a one, or asked for again.

An entry names an event by its sequence; its words stay in the log and are looked up at every try, under the scope of that day.
It is written before the cursor moves past its event, by a majority, so that no crash loses it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import DeleteOne, ReplaceOne
from pymongo.collection import Collection
from pymongo.database import Database

from shared.store.commits import DURABLE

Document = dict[str, Any]

KEPT = timedelta(days=30)  # what was given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event that waits for one subscription.

    Attributes:
        tries: that have failed by the schedule.
        due: when it is tried next; None while it is held, or given up.
        reason: the word of the last failure, or `held`, `asked`.
        given_up_at: when the last try had failed.
    """

    subscription_id: str
    sequence: int
    event_id: str
    subject: str | None
    tries: int = 0
    due: datetime | None = None
    reason: str | None = None
    given_up_at: datetime | None = None

    @property
    def key(self) -> str:
        """Its `_id`: the same event waits once."""
        return f"{self.subscription_id}/{self.sequence}"


class Waiting:
    """The entries of all subscriptions, in MongoDB."""

    def __init__(self, database: Database[Document]) -> None:
        self._entries: Collection[Document] = database.get_collection("webhook_waiting", write_concern=DURABLE)

    def prepare(self) -> None:
        """Make the indexes."""
        self._entries.create_index([("subscription_id", 1), ("due", 1)])
        self._entries.create_index([("subscription_id", 1), ("sequence", 1)])
        self._entries.create_index([("subscription_id", 1), ("subject", 1), ("sequence", 1)])
        self._entries.create_index("due")
        self._entries.create_index("given_up_at", expireAfterSeconds=int(KEPT.total_seconds()))

    def put(self, entries: Iterable[Entry], *, done: Iterable[Entry] = ()) -> None:
        """Write entries, and remove those that are done."""
        changes: list[ReplaceOne[Document] | DeleteOne] = [
            ReplaceOne({"_id": one.key}, {"_id": one.key, **asdict(one)}, upsert=True) for one in entries
        ]
        changes += [DeleteOne({"_id": one.key}) for one in done]
        if changes:
            self._entries.bulk_write(changes)

    def due(self, subscription: str, *, now: datetime, limit: int) -> list[Entry]:
        """Return what is due, the longest due first."""
        found = self._entries.find({"subscription_id": subscription, "due": {"$lte": now}}).sort("due").limit(limit)
        return [_entry(one) for one in found]

    def soonest(self, subscription: str) -> list[Entry]:
        """Return what is due next, if anything is."""
        one = self._entries.find_one({"subscription_id": subscription, "due": {"$ne": None}}, sort=[("due", 1)])
        return [_entry(one)] if one else []

    def with_due(self, *, now: datetime) -> set[str]:
        """Return the subscriptions for which something is due."""
        return set(self._entries.distinct("subscription_id", {"due": {"$lte": now}}))

    def first(self) -> dict[str, int]:
        """Return by subscription the first sequence that was refused and is still tried; what was asked for again is not old."""
        chosen = {"given_up_at": None, "reason": {"$ne": "asked"}}
        rows = self._entries.aggregate(
            [{"$match": chosen}, {"$group": {"_id": "$subscription_id", "first": {"$min": "$sequence"}}}]
        )
        return {row["_id"]: row["first"] for row in rows}

    def heads(self, subscription: str, subjects: Sequence[str | None]) -> dict[str | None, int]:
        """Return the first sequence that waits of each of these aggregates, without what was given up."""
        chosen = {"subscription_id": subscription, "subject": {"$in": list(subjects)}, "given_up_at": None}
        rows = self._entries.aggregate([{"$match": chosen}, {"$group": {"_id": "$subject", "first": {"$min": "$sequence"}}}])
        return {row["_id"]: row["first"] for row in rows}

    def release(self, subscription: str, subject: str | None, *, beyond: int, now: datetime) -> None:
        """Let go of the next event of an aggregate that is held."""
        held = {"subscription_id": subscription, "subject": subject, "sequence": {"$gt": beyond}, "given_up_at": None}
        self._entries.find_one_and_update(held, {"$set": {"due": now}}, sort=[("sequence", 1)])

    def let_go(self, subscription: str, *, now: datetime) -> None:
        """Make due all that is held, since order is wanted no more."""
        held = {"subscription_id": subscription, "due": None, "given_up_at": None}
        self._entries.update_many(held, {"$set": {"due": now}})

    def hasten(self, subscription: str, *, now: datetime, since: datetime, refused: bool) -> None:
        """Make all that waits due, and what was given up `since` then, as an outage is over whose tries do not count.

        What was given up because the endpoint `refused` it comes back only if that is asked for.
        """
        waits = {"subscription_id": subscription, "due": {"$gt": now}}
        self._entries.update_many(waits, [{"$set": {"due": now, "tries": {"$max": [0, {"$subtract": ["$tries", 1]}]}}}])
        given_up: Document = {"subscription_id": subscription, "given_up_at": {"$gte": since}}
        given_up |= {} if refused else {"reason": {"$ne": "refused"}}
        self._entries.update_many(given_up, {"$set": {"due": now, "tries": 0, "given_up_at": None}})


def _entry(document: Document) -> Entry:
    return Entry(**{name: document[name] for name in Entry.__dataclass_fields__})
