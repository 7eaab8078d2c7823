"""Enrolments. The offering decides on every place and every wait.

It is loaded before the enrolments: its version then guards what was read after it.
"""

from collections.abc import Iterable
from typing import Any

from services.programs.model import Enrolment, Learner, Offering
from services.programs.model.enrolment import AlreadyEnrolled
from shared.store import Work


def apply(work: Work, *, offering_id: str, learner_id: str) -> Enrolment:
    """Apply for a place; the center decides later."""
    offering = work.get(Offering, offering_id)
    learner = _newcomer(work, offering, learner_id)
    offering.apply(at=work.now)
    return begin(work, offering, learner, status="applied", id=work.new_id())


def enrol(work: Work, *, offering_id: str, learner_id: str, waitlist: bool) -> Enrolment:
    """Enrol a learner: a place, or a position in the waiting line."""
    offering = work.get(Offering, offering_id)
    return _take(work, offering, _newcomer(work, offering, learner_id), waitlist=waitlist)


def admit_enrolment(work: Work, *, enrolment_id: str, waitlist: bool) -> Enrolment:
    """Give an applicant or a walk-in a place; an applicant may get a position in the waiting line instead."""
    enrolment = work.get(Enrolment, enrolment_id)
    enrolment.require("enrolled")
    _welcome(work, enrolment.learner_id)
    offering = work.get(Offering, enrolment.offering_id)
    may_wait = waitlist and enrolment.status == "applied"
    position = offering.enrol(enrolment.id, was=enrolment.status, waitlist=may_wait, at=work.now)
    enrolment.seat(position, today=work.today, at=work.now)
    return enrolment


def refuse_enrolment(work: Work, *, enrolment_id: str, reason_code: str, note: str | None) -> Enrolment:
    """Refuse an applicant, or one who waits."""
    return leave(work, work.get(Enrolment, enrolment_id), "refused", reason_code=reason_code, note=note)


def withdraw_enrolment(work: Work, *, enrolment_id: str, reason_code: str, note: str | None) -> Enrolment:
    """Note that somebody leaves."""
    return leave(work, work.get(Enrolment, enrolment_id), "withdrawn", reason_code=reason_code, note=note)


def complete_enrolment(work: Work, *, enrolment_id: str) -> Enrolment:
    """Note that somebody is through before the others, or was there unnoticed until after the end."""
    return leave(work, work.get(Enrolment, enrolment_id), "completed")


def transfer_enrolment(work: Work, *, enrolment_id: str, to_offering_id: str, reason_code: str, note: str | None) -> Enrolment:
    """Let somebody go on in another offering, which must have a place."""
    enrolment = work.get(Enrolment, enrolment_id)
    enrolment.require("transferred")
    offering = work.get(Offering, to_offering_id, field="to_offering_id")
    learner = _newcomer(work, offering, enrolment.learner_id)
    follower = _take(work, offering, learner, waitlist=False, transferred_from=enrolment.id)
    return leave(work, enrolment, "transferred", reason_code=reason_code, note=note, transferred_to=follower.id)


def correct_enrolment(work: Work, *, enrolment_id: str, correction: str, note: str | None, **changes: Any) -> Enrolment:
    """Put right what was recorded wrongly."""
    enrolment = work.get(Enrolment, enrolment_id)
    enrolment.put_right(correction=correction, note=note, at=work.now, **changes)
    return enrolment


def begin(work: Work, offering: Offering, learner: Learner, **told: Any) -> Enrolment:
    """Open an enrolment of a learner in an offering."""
    copied = {name: getattr(offering, name) for name in ("program_id", "center_id", "area_id", "program_kind", "field")}
    who = {"learner_id": learner.id, "sex": learner.sex, "age_band": learner.age_band}
    return work.add(Enrolment.begin(offering_id=offering.id, today=work.today, at=work.now, **copied, **who, **told))


def leave(work: Work, enrolment: Enrolment, status: str, **why: Any) -> Enrolment:
    """End an enrolment; a place that becomes free goes to the first who waits."""
    offering, was = work.get(Offering, enrolment.offering_id), enrolment.status
    enrolment.end(status, today=work.today, at=work.now, **why)
    seat(work, offering.leave(enrolment.id, was=was, at=work.now, completing=status == "completed"))
    return enrolment


def seat(work: Work, called: Iterable[str]) -> None:
    """Give those whom an offering calls up from its waiting line their places."""
    for enrolment_id in called:
        work.get(Enrolment, enrolment_id).seat(0, today=work.today, at=work.now, from_waitlist=True)


def _take(work: Work, offering: Offering, learner: Learner, *, waitlist: bool, **told: Any) -> Enrolment:
    enrolment_id = work.new_id()
    position = offering.enrol(enrolment_id, waitlist=waitlist, at=work.now)
    told["waitlist_position"] = position or None
    return begin(work, offering, learner, status="waitlisted" if position else "enrolled", id=enrolment_id, **told)


def _newcomer(work: Work, offering: Offering, learner_id: str) -> Learner:
    learner = _welcome(work, learner_id)
    for enrolment in work.find(Enrolment, offering_id=offering.id, learner_id=learner_id):
        if enrolment.alive:
            raise AlreadyEnrolled("learner_id", status=enrolment.status, enrolment_id=enrolment.id)
    return learner


def _welcome(work: Work, learner_id: str) -> Learner:
    learner = work.get(Learner, learner_id, field="learner_id")
    learner.admit(work.unseal(learner) if learner.age_matters else {}, today=work.today)
    return learner
