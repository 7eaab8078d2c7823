"""Offerings: a program given at a center, from the plan to the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as initially
from typing import Any, ClassVar

from services.programs.model.center import active
from services.programs.model.dates import in_order, past
from services.programs.model.places import TAKES_LEARNERS, OfferingNotOpen, Places
from services.programs.model.program import Program

UNFINISHED = frozenset({"planned", "open", "running", "on_hold"})


@dataclass(kw_only=True)
class Offering(Places):
    """A program given at a center, copied from it what statistics are split by."""

    KIND = "offering"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "planned": ("open", "on_hold", "cancelled"),
        "open": ("running", "on_hold", "cancelled"),
        "running": ("completed", "on_hold", "cancelled"),
        "on_hold": ("planned", "open", "running", "cancelled"),
        "completed": (),
        "cancelled": (),
    }
    PRIVATE = frozenset({"waitlist", "status_before"})
    INDEXED = ("center_id", "program_id")

    program_id: str
    center_id: str
    program_kind: str
    field: str
    starts_on: str
    ends_on: str | None = None
    need_ids: list[str] = initially(default_factory=list)
    facilitators: list[str] = initially(default_factory=list)
    schedule: list[str] = initially(default_factory=list)
    place: dict[str, Any] | None = None
    decision_id: str | None = None
    override_reason: str | None = None
    completed_on: str | None = None
    ended_because: str | None = None
    status_before: str | None = None

    @classmethod
    def plan(cls, program: Program, *, center: Mapping[str, Any], at: str, **described: Any) -> "Offering":
        """Plan to give a program at a center; `center` is its newest known state."""
        active(center)
        offering = cls(
            status="planned",
            area_id=center["area_id"],
            program_id=program.id,
            program_kind=program.kind,
            field=program.field,
            need_ids=program.need_ids,
            **described,
        )
        offering._consistent()
        offering.record("planned", at=at)
        return offering

    def revise(self, *, at: str, **described: Any) -> list[str]:
        """Describe it anew, as long as it is not over; the enrolments that thereby get a place are returned."""
        if self.status not in UNFINISHED:
            raise OfferingNotOpen(status=self.status)
        changed = sorted(name for name, value in described.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, described[name])
        self._consistent()
        called = self._call_up()
        if changed:
            self.record("revised", at=at, revised=changed)
        return called

    def correct(self, *, at: str, reason: str, changes: Mapping[str, Any], today: str = "") -> None:
        """Put right what was recorded wrongly, after the end too."""
        if "completed_on" in changes:
            if self.status != "completed":
                raise OfferingNotOpen("completed_on", status=self.status)
            past(changes["completed_on"], today=today, field="completed_on")
        super().correct(at=at, reason=reason, changes=changes)
        self._consistent()

    def open(self, *, center: Mapping[str, Any], at: str) -> None:
        """Let learners enrol."""
        self.require("open", only_from="planned")
        active(center)
        self.move("open", "opened", at=at)

    def start(self, *, at: str) -> None:
        """Begin to teach."""
        self.require("running", only_from="open")
        self.move("running", "started", at=at)

    def complete(self, *, on: str, today: str, at: str) -> None:
        """End it as planned: whoever is enrolled has completed it."""
        self.require("completed")
        past(on, today=today, field="completed_on")
        self.completed_on = on
        self._consistent()
        self.completed += self.enrolled
        self._empty(provisional=self.provisional)
        self.move("completed", at=at, on=on)

    def cancel(self, *, at: str, reason: str) -> None:
        """End it early."""
        self.require("cancelled")
        self.ended_because = reason
        self._empty()
        self.move("cancelled", at=at, reason=reason)

    def hold(self, *, at: str) -> bool:
        """Rest while its center is suspended; False if it rests already."""
        if self.status == "on_hold":
            return False
        self.require("on_hold")
        self.status_before = self.status
        self.move("on_hold", "put-on-hold", at=at, reason="center suspended")
        return True

    def resume(self, *, at: str) -> list[str] | None:
        """Go on where it rested; the enrolments that thereby get a place, or None if it does not rest."""
        if self.status != "on_hold":
            return None
        self.status = self.status_before or "planned"
        self.status_before = None
        called = self._call_up()
        self.record("resumed", at=at)
        return called

    def relocate(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Go on at the center that its own was merged into, or in the area that the center turned out to lie in."""
        if (self.center_id, self.area_id) == (center_id, area_id):
            return False
        before = self.center_id
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at, before=before)
        return True

    def meet(self) -> None:
        """Refuse new sessions while it rests, and after the end."""
        if self.status not in {"planned", *TAKES_LEARNERS}:
            raise OfferingNotOpen(status=self.status)

    def _consistent(self) -> None:
        in_order(self.starts_on, self.ends_on, field="ends_on")
        in_order(self.starts_on, self.completed_on, field="completed_on")
        self._fits()
