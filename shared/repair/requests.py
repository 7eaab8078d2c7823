"""Asking for facts to be told again: by an operator, or by a consumer that has noticed a hole."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

Document = dict[str, Any]
RATE = 2000  # facts per second, unless told otherwise


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which facts of a service's journal: all that satisfy everything that is not None.

    Attributes:
        after: only positions above this one.
        upto: only positions up to this one; None is the newest when the replay begins.
        types: only these event types, in full.
        subject: only of this aggregate.
        since: only what was recorded at or after this moment.
        until: only what was recorded before this moment.
        newest: of each aggregate only its newest fact.
    """

    source: str
    after: int = 0
    upto: int | None = None
    types: tuple[str, ...] | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    newest: bool = False

    def document(self) -> Document:
        """As it is stored."""
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "types": self.types and list(self.types)}

    @classmethod
    def load(cls, document: Document) -> "Choice":
        """The choice as stored."""
        told = {name: document[name] for name in cls.__dataclass_fields__}
        return cls(**{**told, "types": told["types"] and tuple(told["types"])})


def ask(
    database: Database[Document],
    choice: Choice,
    *,
    to: str,
    why: str,
    by: str,
    id: str | None = None,  # noqa: A002
    dry_run: bool = False,
    rate: int = RATE,
    fingerprint: str | None = None,
    kept: timedelta | None = None,
) -> Document:
    """Ask the owner of a journal to tell one consumer these facts again; the request, or the one of this id that there is.

    With `kept` the request is forgotten after that time.
    """
    now = datetime.now(UTC)
    request: Document = {
        "_id": id or str(uuid.uuid4()), **choice.document(), "to": to, "why": why, "by": by, "dry_run": dry_run, "rate": rate,
        "status": "asked", "asked_at": now, "at": choice.after, "found": 0, "fingerprint": fingerprint,
    }  # fmt: skip
    request |= {"forgotten_at": now + kept} if kept else {}
    try:
        database["replays"].insert_one(request)
    except DuplicateKeyError:
        return database["replays"].find_one({"_id": id}) or request
    return request


def is_asked(database: Database[Document], *, to: str, source: str) -> bool:
    """Whether a replay from this service to this consumer waits or is under way."""
    return database["replays"].find_one({"to": to, "source": source, "status": {"$in": ["asked", "running"]}}) is not None


def take(requests: Collection[Document], *, holder: str, lease: timedelta, **of: str) -> Document | None:
    """Take the oldest request that nobody has, or whose holder has not renewed it in time; it is the holder's for the lease."""
    now = datetime.now(UTC)
    free = [{"status": "asked"}, {"status": "running", "$or": [{"holder": holder}, {"leased_until": {"$lt": now}}]}]
    return requests.find_one_and_update(
        {**of, "$or": free},
        {"$set": {"status": "running", "holder": holder, "leased_until": now + lease}},
        sort=[("asked_at", 1)],
        return_document=ReturnDocument.AFTER,
    )
