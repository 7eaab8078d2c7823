"""Community Learning Centers, from the proposal to the end, and what is said against them living."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import Conflict, Invalid
from shared.events import Aggregate

SILENCE_MONTHS = 6


class FoundedInFuture(Invalid):
    """A center cannot have been founded on a day to come."""

    text = "{founded_on} has not come yet."
    remedy = "Give the day, or the year, in which the center was founded, or leave it out."


class VisitInFuture(Invalid):
    """A visit is noted when it has taken place."""

    text = "{on} has not come yet."
    remedy = "Give the day on which the center was visited."


class StillAlive(Conflict):
    """There is evidence of life that speaks against dormancy."""

    text = "The center gave a sign of life on {last}; it is not silent for {months} months."
    remedy = "Wait, or close or suspend the center if that is what is meant."


class DormancyNotProposed(Conflict):
    """Dormancy is confirmed or appealed only after it was proposed."""

    text = "Nobody has proposed that this center is dormant."
    remedy = "Propose dormancy first; it names the evidence."


class MergedIntoItself(Invalid):
    """A center was to be merged into itself."""

    text = "A center cannot be merged into itself."
    remedy = "Name the center that goes on."


class NoPlaceToGo(Conflict):
    """The center to merge into has itself ended."""

    text = "The center to merge into is {status}."
    remedy = "Name a center that is registered, active or dormant."


@dataclass(kw_only=True)
class Center(Aggregate):
    """A Community Learning Center."""

    KIND = "center"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "proposed": ("registered",),
        "registered": ("active",),
        "active": ("dormant", "suspended", "closed", "merged"),
        "dormant": ("active", "suspended", "closed", "merged"),
        "suspended": ("active", "closed", "merged"),
        "closed": (),
        "merged": (),
    }
    UNIQUE = ("code",)

    code: str
    name: dict[str, str]
    point: dict[str, Any] | None = None
    catchment: list[str] = field(default_factory=list)
    host_type: str | None = None
    operator: dict[str, str] | None = None
    contacts: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    opening_hours: list[str] = field(default_factory=list)
    rooms: int | None = None
    ict: dict[str, Any] = field(default_factory=dict)
    accessible: bool | None = None
    founded_on: str | None = None
    verified_on: str | None = None
    flags: list[str] = field(default_factory=list)
    merged_into: str | None = None
    ended_because: str | None = None

    @classmethod
    def propose(cls, *, today: str, at: str, **described: Any) -> "Center":
        """Propose a center to the district."""
        center = cls(status="proposed", **described)
        center._founded_by(today)
        center.record("proposed", at=at)
        return center

    @classmethod
    def enter(cls, *, today: str, at: str, **described: Any) -> "Center":
        """Enter a center that exists and works already, from the ministry's own list."""
        center = cls(status="active", **described)
        center._founded_by(today)
        center.record("entered", at=at)
        return center

    def register(self, *, at: str) -> None:
        """Enter it in the register."""
        self.move("registered", at=at)

    def activate(self, *, at: str) -> None:
        """Open its doors for the first time."""
        self.require("active", only_from="registered")
        self.move("active", "activated", at=at)

    def revise(self, *, today: str, at: str, **described: Any) -> None:
        """Describe it anew; nothing is recorded if nothing changes."""
        changed = sorted(name for name, value in described.items() if getattr(self, name) != value)
        if self.status in {"closed", "merged"}:
            self.require("revised")
        for name in changed:
            setattr(self, name, described[name])
        self._founded_by(today)
        if changed:
            self.record("revised", at=at, revised=changed)

    def verify(self, *, on: str, today: str, at: str) -> None:
        """Note that somebody of the district has seen it."""
        if on > today:
            raise VisitInFuture("on", on=on)
        if self.status in {"closed", "merged"}:
            self.require("verified")
        self.verified_on = max(on, self.verified_on or on)
        self.record("verified", at=at, on=on)

    def propose_dormancy(self, *, last_sign: str | None, silent_before: str, at: str, reason: str) -> None:
        """Say that it seems asleep. `silent_before` is the day that no sign of life may follow."""
        self.require("dormant")
        last = max(filter(None, (last_sign, self.verified_on)), default=None)
        if last and last >= silent_before:
            raise StillAlive(last=last, months=SILENCE_MONTHS)
        self._flag("dormancy_proposed")
        self.record("dormancy-proposed", at=at, reason=reason, last_sign=last)

    def confirm_dormancy(self, *, at: str, reason: str) -> None:
        """The district confirms what was proposed."""
        self.require("dormant")
        if "dormancy_proposed" not in self.flags:
            raise DormancyNotProposed
        self._unflag("dormancy_proposed")
        self.move("dormant", "dormancy-confirmed", at=at, reason=reason)

    def appeal_dormancy(self, *, at: str, reason: str) -> None:
        """The center objects, before or after the confirmation."""
        if "dormancy_proposed" not in self.flags and self.status != "dormant":
            raise DormancyNotProposed
        self._unflag("dormancy_proposed")
        self._flag("dormancy_appealed")
        self.record("dormancy-appealed", at=at, reason=reason)

    def revive(self, *, at: str, reason: str) -> None:
        """It is awake again."""
        self.require("active", only_from="dormant")
        self._unflag("dormancy_appealed")
        self.move("active", "revived", at=at, reason=reason)

    def suspend(self, *, at: str, reason: str) -> None:
        """Stop it for a time."""
        self.move("suspended", at=at, reason=reason)

    def reopen(self, *, at: str, reason: str) -> None:
        """End its suspension."""
        self.require("active", only_from="suspended")
        self.move("active", "reopened", at=at, reason=reason)

    def close(self, *, at: str, reason: str) -> None:
        """Close it for good."""
        self.require("closed")
        self.ended_because = reason
        self.move("closed", at=at, reason=reason)

    def merge(self, *, into: "Center", at: str, reason: str) -> None:
        """End it in favor of another center."""
        if into.id == self.id:
            raise MergedIntoItself("into")
        if into.status not in {"registered", "active", "dormant"}:
            raise NoPlaceToGo("into", status=into.status)
        self.require("merged")
        self.merged_into = into.id
        self.ended_because = reason
        self.move("merged", at=at, reason=reason, into=into.id)

    def _founded_by(self, today: str) -> None:
        if self.founded_on and self.founded_on[:10] > today:
            raise FoundedInFuture("founded_on", founded_on=self.founded_on)

    def correct(self, *, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Put right what was recorded wrongly; a founding day must have come."""
        super().correct(at=at, reason=reason, changes=changes)
        self._founded_by(at)

    def _flag(self, flag: str) -> None:
        self.flags = sorted({*self.flags, flag})

    def _unflag(self, flag: str) -> None:
        self.flags = [kept for kept in self.flags if kept != flag]
