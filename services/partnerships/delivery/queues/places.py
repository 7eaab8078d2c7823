"""How far each queue has been filled, and which events may lie in it unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

Document = dict[str, Any]
SHORT = 1000  # events that a queue holds at most


@dataclass(frozen=True, slots=True)
class Place:
    """The last sequence that was forwarded, the last request that was carried out, and how far into one the next begins."""

    cursor: int
    answered: int = 0
    again: int = 0


class Places:
    """The places of all queues, in MongoDB."""

    def __init__(self, database: Database[Document]) -> None:
        self._places = database["queue_places"]

    def of(self, subscription: str) -> Place | None:
        """Where a queue stands, if it has begun."""
        found = self._places.find_one({"_id": subscription})
        return Place(found["cursor"], found["answered"], found["again"]) if found else None

    def begin(self, subscription: str, *, after: int) -> Place:
        """Where a new queue stands."""
        self._places.insert_one({"_id": subscription, "cursor": after, "answered": 0, "again": 0, "sent": []})
        return Place(after)

    def move(self, subscription: str, *, to: int, sent: Sequence[int]) -> None:
        """Go on to a sequence, after these were put into the queue."""
        kept = {"$each": list(sent), "$slice": -SHORT}
        self._places.update_one({"_id": subscription}, {"$set": {"cursor": to}, "$push": {"sent": kept}})

    def answer(self, subscription: str, number: int) -> None:
        """Note that a request was carried out."""
        self._places.update_one({"_id": subscription}, {"$set": {"answered": number, "again": 0}})

    def go_through(self, subscription: str, again: int) -> None:
        """Note how far into a replay the next turn begins."""
        self._places.update_one({"_id": subscription}, {"$set": {"again": again}})

    def go_back(self, subscription: str, *, unread: int) -> None:
        """Forward again what was lost with a queue: the last so many that were put into it."""
        found = self._places.find_one({"_id": subscription})
        if found and found["sent"] and unread:
            first = found["sent"][-unread] if unread <= len(found["sent"]) else found["sent"][0]
            self._places.update_one({"_id": subscription}, {"$set": {"cursor": min(first - 1, found["cursor"]), "sent": []}})
