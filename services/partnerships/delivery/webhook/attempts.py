"""The log of every attempt, which partners read: 30 days."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from services.partnerships.delivery.webhook.answer import Answer

Document = dict[str, Any]

KEPT = timedelta(days=30)
EXCERPT = 2048  # bytes of an answer


def collection(database: Database[Document]) -> Collection[Document]:
    """Return where attempts lie; losing the last of them in a crash loses no event."""
    return database.get_collection("webhook_attempts", write_concern=WriteConcern(1))


def prepare(database: Database[Document]) -> None:
    """Make the indexes."""
    attempts = collection(database)
    attempts.create_index([("subscription_id", 1), ("at", -1)])
    attempts.create_index([("subscription_id", 1), ("event_id", 1), ("at", -1)])
    attempts.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))


def attempt(*, subscription: str, event: str, type: str, at: float, answer: Answer, due: datetime | None) -> Document:  # noqa: A002
    """Return what is written of one attempt; `due` is when the next follows."""
    return {
        "subscription_id": subscription,
        "event_id": event,
        "type": type,
        "at": datetime.fromtimestamp(at, UTC),
        "status": answer.status,
        "error": answer.error,
        "seconds": round(answer.duration, 4),
        "answer": answer.body[:EXCERPT].decode(errors="replace"),
        "next_at": due,
    }
