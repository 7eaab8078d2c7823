"""What a community needs, from the first word to the decision that it is met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import Conflict, Invalid
from shared.events import Aggregate


class NeedEnded(Conflict):
    """A need that is met or declined takes no more support."""

    text = "The need is {status} and takes no more support."
    remedy = "If it is still felt, raise it anew."


class AnotherCenter(Invalid):
    """Two things were named together that belong to different centers."""

    text = "The {one} and the {other} belong to different centers."
    remedy = "Name those of one center."


class NotRanked(Conflict):
    """A rank can be put right only where one was given."""

    text = "This need has not been ranked yet."
    remedy = "Prioritize it in a participatory assessment first."


@dataclass(kw_only=True)
class Need(Aggregate):
    """A need of a community. What it is comes from people; how far it has come follows from what was done about it.

    Programs, completed offerings and the community's decision are kept as links whenever they become known, and the need
    goes as far as its links and its life-cycle allow: so it ends the same in whatever order they arrive. One that is not
    prioritized yet keeps its links and stays where it is; it goes on at the moment when it is prioritized.
    """

    KIND = "need"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "raised": ("validated", "declined"),
        "validated": ("prioritized", "declined"),
        "prioritized": ("planned", "declined"),
        "planned": ("answered", "declined"),
        "answered": ("met",),
        "met": (),
        "declined": (),
    }
    PRIVATE = frozenset({"head_counts"})
    SEALED = frozenset({"support_key"})
    INDEXED = ("center_id",)

    title: dict[str, str]
    center_id: str
    topic: str
    raised_by_group: str
    channel: str
    description: dict[str, str] | None = None
    rank: int | None = None
    meeting_id: str | None = None  # of the assessment that ranked it
    program_ids: list[str] = field(default_factory=list)
    offering_ids: list[str] = field(default_factory=list)
    decision_id: str | None = None  # by which the community said that it is met
    declined_because: str | None = None
    support: dict[str, int] = field(default_factory=lambda: {"persons": 0, "head_count": 0})
    head_counts: dict[str, int] = field(default_factory=dict)  # by meeting
    support_key: str | None = None  # under which this need's supporters are hashed

    @property
    def ended(self) -> bool:
        """Whether nothing more can come of it."""
        return not self.LIFE[self.status]

    @classmethod
    def raise_(cls, *, at: str, **described: Any) -> "Need":
        """Put a need into words."""
        need = cls(status="raised", **described)
        need.record("raised", at=at)
        return need

    def validate(self, *, at: str) -> None:
        """Confirm that it is felt there, and not yet on the list."""
        self.move("validated", at=at)

    def prioritize(self, *, meeting_id: str, rank: int, at: str) -> None:
        """Give it the rank that a participatory assessment found, 1 being the most urgent."""
        self.require("prioritized")
        self.meeting_id, self.rank = meeting_id, rank
        self.move("prioritized", at=at)
        self._advance(at)

    def decline(self, *, at: str, reason: str) -> None:
        """Say no to it, and why."""
        self.require("declined")
        self.declined_because = reason
        self.move("declined", at=at, reason=reason)

    def plan(self, *, program_id: str, at: str) -> bool:
        """Take in that a program was approved for it; False if that is known."""
        return self._link(program_id, None, at)

    def answer(self, *, program_id: str, offering_id: str, at: str) -> bool:
        """Take in that an offering of a program for it was completed; False if that is known."""
        return self._link(program_id, offering_id, at)

    def judge(self, *, decision_id: str, met: bool, at: str) -> None:
        """Take in what the community decided with its quorum: that it is met, or that it is not."""
        if self.ended:
            return
        judged = decision_id if met else None
        if judged != self.decision_id:
            self.decision_id = judged
            self._advance(at, otherwise="linked")

    def back(self, *, persons: int, at: str) -> None:
        """Count persons who support it."""
        self.require_open()
        self.support = {**self.support, "persons": self.support["persons"] + persons}
        self.record("supported", at=at, persons=persons)

    def count_heads(self, *, meeting_id: str, heads: int, at: str) -> None:
        """Take in how many of a meeting support it. Of several meetings the greatest counts; they are never summed."""
        self.require_open()
        self.head_counts = {**self.head_counts, meeting_id: heads}
        self.support = {**self.support, "head_count": max(self.head_counts.values())}
        self.record("supported", at=at, meeting_id=meeting_id, heads=heads)

    def correct(self, *, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Put right how it was described, or the rank that it was given."""
        if "rank" in changes and self.rank is None:
            raise NotRanked("rank")
        super().correct(at=at, reason=reason, changes=changes)

    def follow(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Go where its center went; False if it is there, or has ended."""
        if self.ended or (center_id, area_id) == (self.center_id, self.area_id):
            return False
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at)
        return True

    def require_open(self) -> None:
        """Refuse once it has ended."""
        if self.ended:
            raise NeedEnded(status=self.status)

    def _link(self, program_id: str, offering_id: str | None, at: str) -> bool:
        programs = sorted({*self.program_ids, program_id})
        offerings = sorted({*self.offering_ids, *filter(None, [offering_id])})
        if (programs, offerings) == (self.program_ids, self.offering_ids):
            return False
        self.program_ids, self.offering_ids = programs, offerings
        self._advance(at, otherwise="linked")
        return True

    def _advance(self, at: str, otherwise: str | None = None) -> None:
        links = {"planned": self.program_ids, "answered": self.offering_ids, "met": self.decision_id}
        before = self.status
        while following := [after for after in self.LIFE[self.status] if links.get(after)]:
            self.move(following[0], at=at)
        if otherwise and self.status == before:
            self.record(otherwise, at=at)
