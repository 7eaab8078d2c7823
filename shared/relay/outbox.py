"""What of a journal is not sent yet: counted in the database, so that it is right whoever holds the lease and whatever is away.

Once in a while it tells the metrics, and writes ``{_id: service, pending, oldest, position, sent, unrouted, at}`` into
`outboxes` of the database of operations, from where operators read it.
"""

import threading
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import metrics
from shared.logs import log
from shared.store import Store

Document = dict[str, Any]
LOOK = 2.0  # seconds between two looks


class Outbox:
    """Looks after one service's journal."""

    def __init__(self, store: Store, database: Database[Document]) -> None:
        self._store = store
        self._outboxes = database["outboxes"]
        self._stop = threading.Event()

    def run(self) -> None:
        """Look until told to stop; a database that is away only makes it wait."""
        while not self._stop.is_set():
            try:
                self.look()
            except PyMongoError as error:
                log(__name__, "outbox not measured", 30, service=self._store.service, why=repr(error)[:300])
            self._stop.wait(LOOK)

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def look(self) -> Document:
        """Measure it once: facts that are not sent, when the oldest of them was recorded, and those that no queue took."""
        head = self._store.database["relay"].find_one({"_id": "head"}) or {"position": 0, "sent": 0}
        unnumbered = self._store.journal.aggregate(
            [
                {"$match": {"pending": True}},
                {"$group": {"_id": None, "facts": {"$sum": {"$size": "$facts"}}, "oldest": {"$min": "$recorded_at"}}},
            ],
            hint="pending",
        )
        waiting = next(unnumbered, {"facts": 0, "oldest": None})
        unsent = head["position"] - head["sent"]
        first = self._store.journal.find_one({"facts.position": head["sent"] + 1}, {"recorded_at": 1}) if unsent > 0 else None
        moments = [moment for moment in (waiting["oldest"], first and first["recorded_at"]) if moment]
        told = {
            "pending": waiting["facts"] + unsent, "oldest": min(moments, default=None), "position": head["position"],
            "sent": head["sent"], "unrouted": self._store.database["unrouted"].estimated_document_count(),
            "at": datetime.now(UTC),
        }  # fmt: skip
        self._outboxes.update_one({"_id": self._store.service}, {"$set": told}, upsert=True)
        self._measure(told)
        return told

    def _measure(self, told: Document) -> None:
        age = (told["at"] - told["oldest"]).total_seconds() if told["oldest"] else 0.0
        metrics.PENDING.labels(self._store.service).set(told["pending"])
        metrics.OLDEST.labels(self._store.service).set(max(age, 0.0))
        metrics.UNROUTED.labels(self._store.service).set(told["unrouted"])
