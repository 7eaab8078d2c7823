"""Positions and the hash chain: the one writer that puts a service's facts in an order.

Commit order is not id order, so the pending entries are read in a snapshot, sorted by (`recorded_at`, `version`), and
numbered in the same transaction that moves the head. Each fact gets a dense `position`, each entry a dense `sequence` and
``hash = SHA-256(previous hash + canonical JSON of the entry)``.
"""

import hashlib
from datetime import datetime
from typing import Any

import orjson
from pymongo import ASCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from shared.relay.head import Head

Document = dict[str, Any]
BATCH = 1000  # entries
CHAINED = ("_id", "command", "actor", "recorded_at", "reason", "fingerprint", "correlation", "causation", "moot", "reply")


def number(journal: Collection[Document], head: Head, known: Document, session: ClientSession) -> list[Document]:
    """Number the pending entries, within a snapshot transaction; returns them in their order with positions filled in."""
    order = [("recorded_at", ASCENDING), ("version", ASCENDING)]
    entries = list(journal.find({"pending": True}, session=session).sort(order).limit(BATCH).hint("pending"))
    if not entries:
        return []
    position, sequence, chain = known["position"], known["sequence"], known["hash"]
    updates = []
    for entry in entries:
        numbered: Document = {}
        for place, fact in enumerate(entry["facts"]):
            position += 1
            numbered[f"facts.{place}.position"] = fact["position"] = position
        sequence += 1
        chain = link(chain, entry)
        updates.append(
            UpdateOne(
                {"_id": entry["_id"]}, {"$set": {**numbered, "sequence": sequence, "hash": chain}, "$unset": {"pending": ""}}
            )
        )
    journal.bulk_write(updates, ordered=False, session=session)
    head.advance(before=known["sequence"], position=position, sequence=sequence, chain=chain, session=session)
    known.update(position=position, sequence=sequence, hash=chain)
    return entries


def link(chain: str, entry: Document) -> str:
    """The hash of an entry, over the one before it and all that never changes of this one."""
    told = {name: entry.get(name) for name in CHAINED}
    told["facts"] = entry["facts"]
    canonical = orjson.dumps(told, default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(chain.encode() + canonical).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))
