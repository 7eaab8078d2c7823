"""What the suite's own consumer does: count, once for each fact.

For each aggregate of the load it keeps how many of its facts have had their effect here, so that an effect that is lost or comes
twice shows, in whatever order the facts arrive. Entries of the collection `told` make it fail: ``{_id: <subject>, version,
fails}`` lets it fail so often at that version.
"""

from dataclasses import dataclass
from typing import ClassVar

from shared.envelope import Event
from shared.errors import Conflict
from shared.events import Aggregate
from shared.store import Work

NAME = "tally"
COUNTED = (
    ("registry", "center.entered"),
    ("registry", "center.verified"),
    ("programs", "session.scheduled"),
    ("programs", "session.revised"),
    ("partnerships", "contribution.pledged"),
    ("partnerships", "contribution.confirmed"),
    ("feedback", "need.raised"),
    ("feedback", "need.validated"),
)


class NotNow(Conflict):
    """It was told to fail."""

    text = "The count is told to fail."


@dataclass(kw_only=True)
class Count(Aggregate):
    """How many facts of one aggregate have been counted. Its id is that aggregate's."""

    KIND: ClassVar[str] = "count"

    counted: int = 0


def count(work: Work, event: Event) -> None:
    """Count a fact."""
    if _fails(work, event):
        raise NotNow
    kept = work.find_one(Count, str(event.subject)) or work.add(Count(id=str(event.subject), area_id=event.area))
    kept.counted += 1
    kept.record("counted", at=work.now)


def _fails(work: Work, event: Event) -> bool:
    """The store is reached behind the work's back: what failed must stay noted."""
    told = work._store.database["told"]
    query = {"_id": event.subject, "version": event.version, "fails": {"$gt": 0}}
    return bool(told.update_one(query, {"$inc": {"fails": -1}}).matched_count)
