"""The head of a journal: how far it is numbered and sent, and which relay may do it.

One document, ``{_id: "head", position, sequence, hash, sent, epoch, holder, until, writer}``. A relay holds it by a lease on
the database's own clock; every change names the epoch that the lease was taken with, so that a relay which was paused past
its lease changes nothing more. `writer` is the session in which it writes.
"""

import contextlib
import uuid
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, OperationFailure

from shared.failpoints import boundary

Document = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEASE = 10_000  # milliseconds
FREE: Document = {"$lt": [{"$ifNull": ["$until", EPOCH]}, "$$NOW"]}  # given back, or run out
FIRST = {"position": 0, "sequence": 0, "hash": "", "sent": 0, "epoch": 0}


class LeaseLost(Exception):
    """Another relay has taken over."""


class Head:
    """A relay's hold on the head."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._me = uuid.uuid4().hex
        self.epoch = 0

    def acquire(self) -> bool:
        """Take the lease if it is free or run out; False if another relay holds it.

        What a relay that was killed had begun to write is ended first: the database would keep its locks, on the head and on what
        is to be numbered, until its limit for transactions (20 to 30 s with the embedded one's limit, 60 to 90 s with its own).
        """
        held = self._collection.find_one({"_id": "head"}, {"writer": 1, "free": FREE})
        if held is None:
            with contextlib.suppress(DuplicateKeyError):
                self._collection.insert_one({"_id": "head", **FIRST})
        elif not held["free"]:
            return False  # it may run out this moment, but what is being written under it would have to be ended first
        elif held.get("writer"):
            self._end(held["writer"])
        own = {"holder": self._me, "writer": self.writer.session_id["id"]}
        taken = self._collection.find_one_and_update(
            {"_id": "head", "$expr": FREE},
            [{"$set": {**own, "epoch": {"$add": ["$epoch", 1]}, "until": _until()}}],
            return_document=ReturnDocument.AFTER,
        )
        if taken:
            self.epoch = taken["epoch"]
        return taken is not None

    @cached_property
    def writer(self) -> ClientSession:
        """The session for what is written under the lease, one transaction after the other."""
        return self._collection.database.client.start_session()

    def renew(self) -> Document:
        """Lengthen the lease, and return the head.

        Raises:
            LeaseLost: another relay holds it.
        """
        head = self._collection.find_one_and_update(
            {"_id": "head", "epoch": self.epoch, "holder": self._me},
            [{"$set": {"until": _until()}}],
            return_document=ReturnDocument.AFTER,
        )
        if head is None:
            raise LeaseLost
        return head

    def advance(self, *, before: int, position: int, sequence: int, chain: str, session: ClientSession) -> None:
        """Move the numbering on, in the transaction that numbers the entries.

        Raises:
            LeaseLost: another relay has moved it.
        """
        held = {"_id": "head", "epoch": self.epoch, "sequence": before}
        new = {"position": position, "sequence": sequence, "hash": chain}
        if not self._collection.update_one(held, {"$set": new}, session=session).matched_count:
            raise LeaseLost

    @boundary("mark-sent")
    def sent(self, position: int) -> None:
        """Note that every fact up to this position is confirmed; the mark only ever rises."""
        self._collection.update_one({"_id": "head"}, {"$max": {"sent": position}})

    def _end(self, writer: Any) -> None:
        with contextlib.suppress(OperationFailure):  # another user's, which only its limit ends
            self._collection.database.client.admin.command("killSessions", [{"id": writer}])

    def release(self) -> None:
        """Give the lease back, so that the next relay need not wait it out."""
        self._collection.update_one({"_id": "head", "epoch": self.epoch}, [{"$set": {"until": EPOCH}}])


def _until() -> Document:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": LEASE}}
