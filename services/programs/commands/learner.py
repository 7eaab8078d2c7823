"""Learners: what is personal goes in sealed, and comes out only by a purpose."""

from typing import Any

from services.programs.commands.enrolment import leave
from services.programs.model import Enrolment, Learner
from services.programs.model.center import lasting
from shared.store import Work


def register_learner(work: Work, *, center_id: str, area_id: str | None, **told: Any) -> Learner:
    """Enter a person in a center's register."""
    center = work.known("center", center_id, field="center_id")
    lasting(center)
    if area_id:
        work.known("area", area_id, field="area_id")
    told |= {"center_id": center_id, "area_id": area_id or center["area_id"]}
    return work.add(Learner.register(id=work.new_id(), today=work.today, at=work.now, **told))


def correct_learner(work: Work, *, learner_id: str, correction: str, note: str | None, **changes: Any) -> Learner:
    """Put right what was recorded wrongly; the enrolments follow where they hold a copy."""
    learner = work.get(Learner, learner_id)
    if "area_id" in changes:
        work.known("area", changes["area_id"], field="area_id")
    personal, day = work.unseal(learner), work.today
    if learner.put_right(personal, correction=correction, note=note, today=day, at=work.now, **changes):
        copied = {"sex": learner.sex, "age_band": learner.age_band}
        for enrolment in work.find(Enrolment, learner_id=learner.id):
            enrolment.put_right(correction=correction, note=None, at=work.now, **copied)
    return learner


def give_consent(work: Work, *, learner_id: str, purpose: str, given_on: str | None) -> Learner:
    """Take down a consent."""
    learner = work.get(Learner, learner_id)
    learner.consent(purpose, on=given_on or work.today, today=work.today, at=work.now)
    return learner


def withdraw_consent(work: Work, *, learner_id: str, purpose: str) -> Learner:
    """End a consent, and whatever rests on it alone."""
    learner = work.get(Learner, learner_id)
    personal = work.unseal(learner)
    learner.withdraw_consent(purpose, today=work.today, at=work.now)
    if learner.barred(personal, without=purpose, today=work.today):
        _take_out(work, learner, reason_code="consent_withdrawn")
    return learner


def erase_learner(work: Work, *, learner_id: str, reason_code: str) -> Learner:
    """Forget a person: the keys of all that is sealed are destroyed."""
    learner = work.get(Learner, learner_id)
    learner.erase(reason_code=reason_code, today=work.today, at=work.now)
    _take_out(work, learner, reason_code="learner_erased")
    for enrolment in work.find(Enrolment, learner_id=learner.id):
        work.erase(enrolment)
    work.erase(learner)
    return learner


def disclose_learner(work: Work, *, learner_id: str, purpose: str) -> Learner:
    """Tell the caller the personal values that a purpose needs."""
    learner = work.get(Learner, learner_id)
    work.tell(**learner.disclose(work.unseal(learner), purpose=purpose))
    return learner


def _take_out(work: Work, learner: Learner, *, reason_code: str) -> None:
    for enrolment in work.find(Enrolment, learner_id=learner.id):
        if enrolment.alive:
            leave(work, enrolment, "withdrawn", reason_code=reason_code)
