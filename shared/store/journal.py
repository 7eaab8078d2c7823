"""The journal entry: outbox, receipt and audit record in one.

An entry as it is written: `_id` (the cause's key), `command`, `actor`, `recorded_at`, `version`, `reason`, `fingerprint`,
`correlation`, `causation`, `facts`, `reply`, and `pending` until the relay has given its facts their positions and the
entry its `hash`.
"""

from datetime import timedelta
from typing import Any

import uuid_utils
from pymongo import ASCENDING
from pymongo.collection import Collection

from shared.events import Aggregate, Fact
from shared.store.cause import Cause
from shared.store.reply import Reply

Document = dict[str, Any]
TICK = timedelta(milliseconds=1)


def prepare(journal: Collection[Document]) -> None:
    """Make the indexes that the journal lives by."""
    journal.create_index(
        [("recorded_at", ASCENDING), ("version", ASCENDING)], name="pending", partialFilterExpression={"pending": True}
    )
    journal.create_index("facts.position", name="position", unique=True, sparse=True)


def entry(service: str, cause: Cause, changed: list[Aggregate], reply: Reply | None, moot: str | None) -> Document:
    """What is recorded of a cause that changed these aggregates."""
    stamp = max([cause.now, *(a.recorded_at + TICK for a in changed if a.recorded_at)])
    for aggregate in changed:
        aggregate.recorded_at = stamp
    facts = [_fact(service, aggregate, fact) for aggregate in changed for fact in aggregate.facts]
    written: Document = {
        "_id": cause.key,
        "command": cause.name,
        "actor": cause.actor,
        "recorded_at": stamp,
        "version": min((fact["version"] or 0 for fact in facts), default=0),
        "fingerprint": cause.fingerprint,
        "correlation": cause.correlation,
        "causation": cause.causation,
        "facts": facts,
        "pending": True,
    }
    optional = {"reason": cause.reason, "reply": reply and reply.stored(facts), "moot": moot, "trace": cause.traceparent}
    written.update({name: value for name, value in optional.items() if value is not None})
    return written


def _fact(service: str, aggregate: Aggregate, fact: Fact) -> Document:
    written: Document = {
        "id": str(uuid_utils.uuid7()),
        "type": f"toono.{service}.{fact.kind}.{fact.name}",
        "subject": fact.subject,
        "version": fact.version,
        "schema": aggregate.SCHEMA,
        "time": fact.time,
        "area": fact.area,
        "state": fact.state,
        "change": fact.change,
    }
    if aggregate.opaque:
        written["correlation"] = str(uuid_utils.uuid7())
    return written
