"""How far each line has come. It may be lost in a crash by a moment: events come twice then, never not at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Document = dict[str, Any]
OWN = ReadConcern("local")  # a majority's answer would for a moment lack what was written a moment ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands.

    Attributes:
        cursor: the last sequence that was delivered, or waits.
        failing_since: when the endpoint began to do nothing but fail.
        answered: the number of the last request of the partner's that was carried out.
        disabled: whether the line has ended for its endpoint's sake, and not begun again since.
    """

    cursor: int
    failing_since: datetime | None = None
    answered: int = 0
    disabled: bool = False


class Progress:
    """The places of all lines, in MongoDB."""

    def __init__(self, database: Database[Document]) -> None:
        self._lines = database.get_collection("webhook_lines", write_concern=WriteConcern(1), read_concern=OWN)

    def of(self, subscription: str, *, start: int) -> Place:
        """Return where a line stands; a new one begins after `start`."""
        new = {"cursor": start, "failing_since": None, "answered": 0, "disabled": False}
        found = self._lines.find_one({"_id": subscription}) or self._begun(subscription, new)
        return Place(**{name: found[name] for name in new})

    def _begun(self, subscription: str, new: Document) -> Document:
        self._lines.update_one({"_id": subscription}, {"$setOnInsert": new}, upsert=True)
        return new

    def move(self, subscription: str, *, since: int, to: int) -> bool:
        """Move the cursor on; False if somebody has set it elsewhere meanwhile."""
        moved = self._lines.update_one({"_id": subscription, "cursor": since}, {"$set": {"cursor": to}})
        return bool(moved.matched_count)

    def set_cursor(self, subscription: str, to: int) -> None:
        """Go back or forth, because the partner asked for it."""
        self._lines.update_one({"_id": subscription}, {"$set": {"cursor": to}})

    def note_failing(self, subscription: str, since: datetime | None) -> None:
        """Note since when the endpoint has done nothing but fail, or that it has taken something."""
        self._lines.update_one({"_id": subscription}, {"$set": {"failing_since": since}})

    def note_disabled(self, subscription: str, *, disabled: bool) -> None:
        """Note that the line ends for its endpoint's sake, or begins again with a clean slate."""
        slate = {} if disabled else {"failing_since": None}
        self._lines.update_one({"_id": subscription}, {"$set": {"disabled": disabled, **slate}})

    def note_answered(self, subscription: str, number: int) -> None:
        """Note that a request was carried out."""
        self._lines.update_one({"_id": subscription}, {"$max": {"answered": number}})
