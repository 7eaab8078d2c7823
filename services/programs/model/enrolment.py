"""Enrolments: a learner in an offering, from the application to how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.programs.model.dates import in_order
from shared.errors import Conflict
from shared.events import Aggregate

ALIVE = frozenset({"applied", "waitlisted", "provisional", "enrolled"})
OPENED = {"provisional": "walked-in"}  # by the first status; others are called like their status


class AlreadyEnrolled(Conflict):
    """A learner has one enrolment per offering at a time."""

    text = "The learner is already {status} in this offering."
    remedy = "Go on with the enrolment that there is: {enrolment_id}."


class LearnerOfAnotherCenter(Conflict):
    """A mark came from a learner whom another center has registered."""

    text = "The learner {id} has no enrolment here and is registered at another center."
    remedy = "Enrol the learner first, by somebody who may do so for both centers, or leave this mark out."


class NotEnded(Conflict):
    """An ending was to be corrected that has not come."""

    text = "The enrolment is {status} and has no ending to correct."
    remedy = "Complete, withdraw, refuse or transfer it instead."


@dataclass(kw_only=True)
class Enrolment(Aggregate):
    """A learner in an offering. What statistics are split by is frozen into it; words about the person are sealed."""

    KIND = "enrolment"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "applied": ("waitlisted", "enrolled", "refused", "withdrawn"),
        "waitlisted": ("enrolled", "refused", "withdrawn"),
        "provisional": ("enrolled", "withdrawn"),
        "enrolled": ("completed", "withdrawn", "transferred"),
        "refused": (),
        "completed": (),
        "withdrawn": (),
        "transferred": (),
    }
    SEALED = frozenset({"note"})
    INDEXED = ("offering_id", "learner_id")

    offering_id: str
    program_id: str
    center_id: str
    learner_id: str
    sex: str
    age_band: str
    program_kind: str
    field: str
    opened_on: str
    waitlist_position: int | None = None
    enrolled_on: str | None = None
    ended_on: str | None = None
    reason_code: str | None = None
    transferred_from: str | None = None
    transferred_to: str | None = None
    note: str | None = None

    @property
    def alive(self) -> bool:
        """True until it has ended."""
        return self.status in ALIVE

    @classmethod
    def begin(cls, *, status: str, today: str, at: str, **told: Any) -> "Enrolment":
        """Open it as applied, waitlisted, enrolled or provisional."""
        enrolment = cls(status=status, opened_on=today, **told)
        if status == "enrolled":
            enrolment.enrolled_on = today
        enrolment.record(OPENED.get(status, status), at=at)
        return enrolment

    def seat(self, position: int, *, today: str, at: str, from_waitlist: bool | None = None) -> None:
        """Give it the place (position 0), or the position in the waiting line, that the offering decided on."""
        if position:
            self.require("waitlisted")
            self.waitlist_position = position
            self.move("waitlisted", at=at)
            return
        self.require("enrolled")
        self.enrolled_on = today
        self.move("enrolled", at=at, from_waitlist=from_waitlist)

    def end(
        self,
        status: str,
        *,
        today: str,
        at: str,
        reason_code: str | None = None,
        note: str | None = None,
        transferred_to: str | None = None,
    ) -> None:
        """Complete, withdraw, refuse or transfer it; `transferred_to` is the enrolment that follows."""
        self.require(status)
        self.ended_on, self.reason_code, self.transferred_to = today, reason_code, transferred_to
        self.note = note
        self.move(status, at=at, reason_code=reason_code)

    def relocate(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Follow its offering to another center; False if it is there, or has ended."""
        if not self.alive or (self.center_id, self.area_id) == (center_id, area_id):
            return False
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at)
        return True

    def put_right(self, *, correction: str, note: str | None, at: str, **changes: Any) -> None:
        """Correct what was recorded wrongly; `correction` is the code of the reason."""
        if self.ended_on is None and changes.keys() & {"ended_on", "reason_code"}:
            raise NotEnded("ended_on", status=self.status)
        corrected = sorted(name for name, value in changes.items() if getattr(self, name) != value)
        for name in corrected:
            setattr(self, name, changes[name])
        in_order(self.opened_on, self.enrolled_on, field="enrolled_on")
        in_order(self.enrolled_on or self.opened_on, self.ended_on, field="ended_on")
        self.note = note
        self.record("corrected", at=at, reason_code=correction, corrected=corrected)
