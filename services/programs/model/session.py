"""Sessions, and who was there: marks that arrive late, twice and in disorder, from devices with wrong clocks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as initially
from datetime import date, timedelta
from typing import Any, ClassVar

from services.programs.model.dates import true_clock
from shared.errors import Conflict, Invalid
from shared.events import Aggregate

MARKS = ("present", "late", "absent", "excused")
CAME = frozenset({"present", "late"})
Counts = dict[str, dict[str, int]]  # persons by sex, then by age band


class SessionCancelled(Conflict):
    """Attendance was sent for a session that does not take place."""

    text = "The session of {day} is cancelled; nobody can have been there."
    remedy = "Schedule a session for the day on which it was held, and send the marks for that one."


class DayApart(Invalid):
    """The calendar day of a session has nothing to do with the moment at which it starts."""

    text = "A session that starts at {starts_at} cannot be one of {day}."
    remedy = "Give the calendar day at the place of the session, or leave it out."


@dataclass(kw_only=True)
class Session(Aggregate):
    """One meeting of an offering.

    `marks` holds for each learner the mark that counts: ``[mark, at, device, sex, age band]``, `at` by the true clock.
    Outside only tallies of it are seen. `tally` is what a center on paper counted; it is never added to persons.
    """

    KIND = "session"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {"scheduled": ("held", "cancelled"), "held": (), "cancelled": ()}
    PRIVATE = frozenset({"marks", "tallied"})
    INDEXED = ("offering_id",)

    offering_id: str
    program_id: str
    center_id: str
    program_kind: str
    field: str
    starts_at: str
    day: str
    minutes: int
    place: dict[str, Any] | None = None
    held_on: str | None = None
    cancelled_because: str | None = None
    attendance: dict[str, int] = initially(default_factory=lambda: dict.fromkeys(MARKS, 0))
    attended: Counts = initially(default_factory=dict)
    tally: Counts = initially(default_factory=dict)
    marks: dict[str, list[str]] = initially(default_factory=dict)
    tallied: list[str] = initially(default_factory=list)

    @classmethod
    def schedule(cls, *, starts_at: str, day: str | None, at: str, **described: Any) -> "Session":
        """Fix a meeting. `day` is the calendar day at its place; that of UTC if left out."""
        session = cls(status="scheduled", starts_at=starts_at, day=day or starts_at[:10], **described)
        session._consistent()
        session.record("scheduled", at=at)
        return session

    def revise(self, *, at: str, **described: Any) -> None:
        """Move it to another time or place before it is held; nothing is recorded if nothing changes."""
        if self.status != "scheduled":
            self.require("revised")
        changed = self._take(described)
        if changed:
            self.record("revised", at=at, revised=changed)

    def correct(self, *, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Put right when, where and how long it was."""
        corrected = self._take(changes)
        self.held_on = self.held_on and self.day
        self.record("corrected", at=at, reason=reason, corrected=corrected)

    def cancel(self, *, at: str, reason: str) -> None:
        """Let it not take place."""
        self.require("cancelled")
        self.cancelled_because = reason
        self.move("cancelled", at=at, reason=reason)

    def relocate(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Follow its offering to another center; False if it is there, or does not take place."""
        if self.status == "cancelled" or (self.center_id, self.area_id) == (center_id, area_id):
            return False
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at)
        return True

    def strangers(self, learners: Iterable[str]) -> list[str]:
        """Those of the learners who have no mark here yet. Refuses if the session is cancelled."""
        self._refuse_cancelled()
        return sorted({learner for learner in learners if learner not in self.marks})

    def attend(
        self,
        marks: Iterable[Mapping[str, str]],
        *,
        device: str,
        offset: int,
        persons: Mapping[str, tuple[str, str]],
        at: str,
    ) -> bool:
        """Take in marks; False if they tell nothing new.

        Of a learner's marks the newest by the true clock counts, of equally new ones the greater by device, then mark.
        So the order of arrival does not matter. `persons` tells sex and age band of all who had no mark before.
        """
        true = true_clock(offset=offset, now=at)
        newest = dict(self.marks)
        for mark in marks:
            learner = mark["learner_id"]
            held = newest.get(learner)
            told = [mark["mark"], true(mark["marked_at"]), device]
            if held is None or _rank(told) > _rank(held):
                newest[learner] = [*told, *(held[3:] if held else persons[learner])]
        if newest == self.marks:
            return False
        self.marks = newest
        self._count()
        self._held("attendance-recorded", at=at)
        return True

    def take_tally(self, tally: Counts, *, device: str, tallied_at: str, offset: int, at: str) -> bool:
        """Take in what was counted on paper; the newest count stands. False if this tells nothing new."""
        self._refuse_cancelled()
        told = [true_clock(offset=offset, now=at)(tallied_at), device, json.dumps(tally, sort_keys=True)]
        if told <= self.tallied:
            return False
        self.tallied, self.tally = told, tally
        self._held("tally-recorded", at=at)
        return True

    def _refuse_cancelled(self) -> None:
        if self.status == "cancelled":
            raise SessionCancelled(day=self.day)

    def _count(self) -> None:
        counted = dict.fromkeys(MARKS, 0)
        attended: Counts = {}
        for mark, _, _, sex, band in self.marks.values():
            counted[mark] += 1
            if mark in CAME:
                bands = attended.setdefault(sex, {})
                bands[band] = bands.get(band, 0) + 1
        self.attendance, self.attended = counted, attended

    def _held(self, otherwise: str, *, at: str) -> None:
        if self.status == "held":
            self.record(otherwise, at=at)
            return
        self.held_on = self.day
        self.move("held", at=at)

    def _take(self, described: Mapping[str, Any]) -> list[str]:
        moved = "starts_at" in described and "day" not in described
        wanted = {**described, "day": described["starts_at"][:10]} if moved else described
        changed = sorted(name for name, value in wanted.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, wanted[name])
        self._consistent()
        return changed

    def _consistent(self) -> None:
        start, day = date.fromisoformat(self.starts_at[:10]), date.fromisoformat(self.day)
        if abs(start - day) > timedelta(days=1):
            raise DayApart("day", starts_at=self.starts_at, day=self.day)


def _rank(mark: list[str]) -> tuple[str, str, str]:
    return mark[1], mark[2], mark[0]
