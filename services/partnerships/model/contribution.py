"""Contributions: the resources that partners and the community itself mobilise for a center, from the pledge to the thanks."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from services.partnerships.model import dates
from services.partnerships.model.agreement import Agreement
from shared.errors import Conflict, Invalid
from shared.events import Aggregate

MEASURES = {"cash": ("value",), "goods": ("quantity", "unit"), "labor_hours": ("quantity", "unit")}
STEPS = ("pledged_on", "received_on", "used_on", "acknowledged_on")
CENTER_CLOSED = "center_closed"


class GiverUnclear(Invalid):
    """A contribution comes from one partner or from the community, and it must be said from which."""

    text = "A contribution has one giver: a partner, or the community."
    remedy = 'Give either partner_id, or "community": true.'


class MeasureMissing(Invalid):
    """What was given cannot be counted."""

    text = "A contribution of {kind} needs its {measure}."
    remedy = "Cash needs a value; goods need quantity and unit; labor hours need a quantity; a quantity needs its unit."


class CashIsNotCounted(Invalid):
    """Cash has a value and nothing else."""

    text = "Cash has no quantity and no unit."
    remedy = "Leave quantity and unit out; give the value."


class HoursAreHours(Invalid):
    """Labor hours were counted in something else."""

    text = "Labor hours are not counted in the unit {unit}."
    remedy = "Give the number of hours and leave the unit out."


class DatesOutOfOrder(Invalid):
    """A step was dated before the one that it follows."""

    text = "{later} ({later_day}) lies before {earlier} ({earlier_day})."
    remedy = "Pledged, received, used and acknowledged follow each other; give a later day or correct the earlier step."


class AgreementOfAnother(Conflict):
    """A contribution was to be given under an agreement that is not its giver's, or not for this center."""

    text = "The agreement is not one of this giver for this center."
    remedy = "Name an agreement of this partner with the center, with an area that it lies in or with the ministry, or name none."


class AgreementNotInForce(Conflict):
    """Nothing is pledged under an agreement that is not in force."""

    text = "The agreement is {status}."
    remedy = "Name an agreement that is active or expiring, or name none."


@dataclass(kw_only=True)
class Contribution(Aggregate):
    """Something given to a center. `value` is ``{"amount", "currency"}``: counted for cash, an estimate for all else."""

    KIND = "contribution"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "pledged": ("confirmed", "cancelled"),
        "confirmed": ("received", "cancelled"),
        "received": ("used",),
        "used": ("acknowledged",),
        "acknowledged": (),
        "cancelled": (),
    }
    INDEXED = ("center_id", "partner_id")

    partner_id: str | None = None
    community: bool = False
    center_id: str
    agreement_id: str | None = None
    kind: str
    value: dict[str, str] | None = None
    quantity: str | None = None
    unit: str | None = None
    description: dict[str, str]
    pledged_on: str
    received_on: str | None = None
    used_on: str | None = None
    acknowledged_on: str | None = None
    cancelled_because: str | None = None

    @classmethod
    def pledge(cls, *, agreement: Agreement | None, above: set[str], today: str, at: str, **described: Any) -> "Contribution":
        """Promise it, under an agreement or without. `above` are the ids of the center's area and those above it."""
        contribution = cls(status="pledged", **described)
        if contribution.kind == "labor_hours":
            contribution.unit = contribution.unit or "hour"
        contribution._stand_up(today)
        if agreement:
            contribution._stand_under(agreement, above)
        contribution.record("pledged", at=at)
        return contribution

    def confirm(self, *, at: str) -> None:
        """Make the promise firm."""
        self.move("confirmed", at=at)

    def receive(self, *, on: str, today: str, at: str) -> None:
        """Note that it has arrived."""
        self._take_step("received", on=on, today=today, at=at)

    def use(self, *, on: str, today: str, at: str) -> None:
        """Note that it has been put to use."""
        self._take_step("used", on=on, today=today, at=at)

    def acknowledge(self, *, on: str, today: str, at: str) -> None:
        """Note that the giver was thanked and told what became of it."""
        self._take_step("acknowledged", on=on, today=today, at=at)

    def cancel(self, *, at: str, reason: str) -> None:
        """Take the promise back."""
        self.require("cancelled")
        self.cancelled_because = reason
        self.move("cancelled", at=at, reason=reason)

    def put_right(self, *, today: str, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Correct what was recorded wrongly; a step that was not taken cannot be dated."""
        for step in STEPS:
            if step in changes and getattr(self, step) is None:
                self.require(step.removesuffix("_on") + " on another day")
        self.correct(at=at, reason=reason, changes=changes)
        self._stand_up(today)

    def follow_center(self, *, center_id: str, area_id: str, center_status: str, at: str) -> bool:
        """Come in line with the center, or with that which took its place; False if there was nothing to do."""
        if self.status not in {"pledged", "confirmed"}:
            return False
        if center_status == "closed":
            self.cancel(at=at, reason=CENTER_CLOSED)
            return True
        if (center_id, area_id) == (self.center_id, self.area_id):
            return False
        before = {"center_id": self.center_id, "area_id": self.area_id}
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at, before=before)
        return True

    def _take_step(self, status: str, *, on: str, today: str, at: str) -> None:
        self.require(status)
        setattr(self, f"{status}_on", on)
        self._refuse_disorder(today)
        self.move(status, at=at, on=on)

    def _stand_up(self, today: str) -> None:
        if self.community == bool(self.partner_id):
            raise GiverUnclear("partner_id")
        self._refuse_uncounted()
        self._refuse_disorder(today)

    def _stand_under(self, agreement: Agreement, above: set[str]) -> None:
        if agreement.partner_id != self.partner_id or not agreement.covers(self.center_id, above):
            raise AgreementOfAnother("agreement_id")
        if agreement.status not in Agreement.IN_FORCE:
            raise AgreementNotInForce("agreement_id", status=agreement.status)
        self.agreement_id = agreement.id

    def _refuse_uncounted(self) -> None:
        if self.kind == "cash" and (self.quantity or self.unit):
            raise CashIsNotCounted("quantity")
        if self.kind == "labor_hours" and self.unit != "hour":
            raise HoursAreHours("unit", unit=self.unit)
        both = ("quantity", "unit") if self.quantity or self.unit else ()
        for measure in (*MEASURES.get(self.kind, ()), *both):
            if not getattr(self, measure):
                raise MeasureMissing(measure, kind=self.kind, measure=measure)

    def _refuse_disorder(self, today: str) -> None:
        taken = [(step, getattr(self, step)) for step in STEPS if getattr(self, step)]
        for step, day in taken:
            dates.refuse_future(step, day, today=today)
        for (earlier, earlier_day), (later, later_day) in pairwise(taken):
            if later_day < earlier_day:
                raise DatesOutOfOrder(later, earlier=earlier, earlier_day=earlier_day, later=later, later_day=later_day)
