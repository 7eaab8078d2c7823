"""Up to where a subscription's own side has taken things in: committed by it, and by nobody else."""

from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database

Document = dict[str, Any]


class Cursors:
    """The committed cursors, by subscription."""

    def __init__(self, database: Database[Document]) -> None:
        self._cursors = database["delivery_cursors"]

    def find(self, subscription_id: str) -> int | None:
        """The cursor; None if none was ever committed."""
        found = self._cursors.find_one({"_id": subscription_id})
        return int(found["cursor"]) if found else None

    def commit(self, subscription_id: str, cursor: int) -> None:
        """Set it, forwards or backwards."""
        told = {"cursor": cursor, "at": datetime.now(UTC)}
        self._cursors.update_one({"_id": subscription_id}, {"$set": told}, upsert=True)
