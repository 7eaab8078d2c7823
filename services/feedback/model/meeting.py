"""Meetings of a community: who was called, how many came, and whether that was enough to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import Conflict, Invalid
from shared.events import Aggregate

WORDS = frozenset({"called_for", "agenda", "minutes", "minutes_language"})  # on which no decision rests
OUTCOME = frozenset({"held_on", "attendance", "minutes", "minutes_language"})  # which a meeting to come does not have


class QuorumUnclear(Invalid):
    """A quorum is a number, or a share of a number."""

    text = "It is not clear how many make a quorum."
    remedy = "Give a number of persons, or a percentage together with the number of those who are entitled to vote."


class AttendanceImpossible(Invalid):
    """The counts of an attendance contradict each other."""

    text = "{part} ({count}) cannot be more than {whole} ({among})."
    remedy = "Count those who are entitled to vote, each once by sex; a group cannot be larger than all who were present."


class HeldInFuture(Invalid):
    """A meeting cannot have been held on a day to come."""

    text = "{held_on} has not come yet."
    remedy = "Give the day on which the meeting was held."


class MeetingNotHeld(Conflict):
    """What comes out of a meeting supposes that it was held."""

    text = "The meeting is {status}; nothing has come out of it."
    remedy = "Record first that it was held, and how many were there."


class DecisionsStand(Conflict):
    """Decisions rest on the day, the quorum and the attendance as they were recorded."""

    text = "{count} recorded decisions rest on this meeting's {fields}."
    remedy = "Leave it as it is; if a decision must not stand, let another meeting decide anew."


@dataclass(kw_only=True)
class Meeting(Aggregate):
    """A meeting of a center's community.

    Attendance is counted, not named: ``{"by_sex": {"female": 18}, "by_group": {"herders": 7}}``. Sexes add up to those who
    were present; groups overlap and never add up.
    """

    KIND = "meeting"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "convened": ("held", "cancelled"),
        "held": ("minuted",),
        "minuted": (),
        "cancelled": (),
    }
    SEALED = frozenset({"minutes"})
    INDEXED = ("center_id",)

    center_id: str
    called_for: str
    agenda: dict[str, str]
    quorum_number: int | None = None
    quorum_percent: int | None = None  # of those who are eligible
    eligible: int | None = None  # how many are entitled to vote
    held_on: str | None = None
    attendance: dict[str, dict[str, int]] = field(default_factory=dict)
    present: int | None = None
    quorum_met: bool | None = None
    minutes: str | None = None
    minutes_language: str | None = None
    cancelled_because: str | None = None

    @property
    def quorum(self) -> int:
        """How many must be present for a decision to count."""
        if self.quorum_number is not None and self.quorum_percent is None:
            return self.quorum_number
        if self.quorum_number is None and self.quorum_percent is not None and self.eligible is not None:
            return -(-self.eligible * self.quorum_percent // 100)
        raise QuorumUnclear("quorum_number")

    @classmethod
    def convene(cls, *, at: str, **called: Any) -> "Meeting":
        """Call people together."""
        meeting = cls(status="convened", **called)
        meeting._count()
        meeting.record("convened", at=at)
        return meeting

    def hold(self, *, held_on: str, attendance: dict[str, dict[str, int]], today: str, at: str) -> None:
        """Record that it took place, and how many were there."""
        self.require("held")
        self.held_on, self.attendance = held_on, attendance
        self._happened_by(today)
        self._count()
        self.move("held", at=at)

    def minute(self, *, minutes: str, language: str, at: str) -> None:
        """Put its minutes on file; their words are sealed."""
        self.require("minuted")
        self.minutes, self.minutes_language = minutes, language
        self.move("minuted", at=at)

    def cancel(self, *, at: str, reason: str) -> None:
        """Call it off."""
        self.require("cancelled")
        self.cancelled_because = reason
        self.move("cancelled", at=at, reason=reason)

    def put_right(self, *, decisions: int, today: str, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Correct how it was recorded, as far as no decision rests on that; `decisions` is how many there are."""
        if OUTCOME & set(changes):
            self.bear_fruit()
        if decisions and (resting := set(changes) - WORDS):
            raise DecisionsStand(min(resting), count=decisions, fields=", ".join(sorted(resting)))
        for name, value in changes.items():
            setattr(self, name, value)
        self._happened_by(today)
        self._count()
        self.record("corrected", at=at, reason=reason, corrected=sorted(changes))

    def bear_fruit(self) -> None:
        """Refuse to have decided or ranked anything before it was held."""
        if self.status not in {"held", "minuted"}:
            raise MeetingNotHeld("meeting_id", status=self.status)

    def hold_within(self, heads: int) -> None:
        """Refuse more heads than were there."""
        _within(heads, self.present or 0, field="heads", part="those who support it", whole="all who were present")

    def follow(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Go where its center went while it is still to be held; False if there is nothing to do."""
        if self.status != "convened" or (center_id, area_id) == (self.center_id, self.area_id):
            return False
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at)
        return True

    def _happened_by(self, today: str) -> None:
        if self.held_on and self.held_on > today:
            raise HeldInFuture("held_on", held_on=self.held_on)

    def _count(self) -> None:
        needed = self.quorum
        if not self.attendance:
            return
        self.present = sum(self.attendance["by_sex"].values())
        self.quorum_met = self.present >= needed
        for group, count in self.attendance.get("by_group", {}).items():
            _within(count, self.present, field="attendance", part=group, whole="all who were present")
        if self.eligible is not None:
            entitled = "those who are entitled to vote"
            _within(self.present, self.eligible, field="attendance", part="those who were present", whole=entitled)


def _within(count: int, among: int, *, field: str, part: str, whole: str) -> None:
    if count > among:
        raise AttendanceImpossible(field, part=part, count=count, whole=whole, among=among)
