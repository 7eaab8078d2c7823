"""The log of attempts, as a partner reads it: the newest first."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from shared.events import instant, moment

Document = dict[str, Any]
SHOWN = ("event_id", "type", "at", "status", "error", "seconds", "answer", "next_at")


class Deliveries:
    """Reads what the webhooks' lines have written down."""

    def __init__(self, database: Database[Document]) -> None:
        self._attempts = database["webhook_attempts"]

    def page(self, asked: Document) -> Document:
        """Attempts of a subscription before a moment; of one event only if `event_id` names it."""
        query: Document = {"subscription_id": asked["subscription_id"]}
        if asked.get("event_id"):
            query["event_id"] = asked["event_id"]
        if asked.get("before"):
            query["at"] = {"$lt": moment(asked["before"])}
        found = list(self._attempts.find(query, {"_id": 0}).sort("at", -1).limit(asked["limit"]))
        following = instant(found[-1]["at"]) if len(found) == asked["limit"] else None
        return {"items": [_shown(one) for one in found], "next": following}


def _shown(attempt: Document) -> Document:
    told = {name: attempt.get(name) for name in SHOWN}
    return {name: instant(value) if isinstance(value, datetime) else value for name, value in told.items()}
