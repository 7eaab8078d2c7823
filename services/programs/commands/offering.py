"""Offerings: programs given at centers."""

from typing import Any

from services.programs.commands.enrolment import seat
from services.programs.model import Enrolment, Offering, Program, Session
from shared.store import Work


def plan_offering(
    work: Work,
    *,
    program_id: str,
    center_id: str,
    decision_id: str | None,
    override_reason: str | None,
    **described: Any,
) -> Offering:
    """Plan to give a program at a center."""
    program = work.get(Program, program_id)
    center = work.known("center", center_id, field="center_id")
    decision = work.known("decision", decision_id, field="decision_id") if decision_id else None
    warrant = program.warrant(center_id=center_id, decision_id=decision_id, decision=decision, override_reason=override_reason)
    described |= {"center_id": center_id, **warrant}
    return work.add(Offering.plan(program, id=work.new_id(), center=center, at=work.now, **described))


def revise_offering(work: Work, *, offering_id: str, **described: Any) -> Offering:
    """Describe an offering anew; places that are added go to those who wait."""
    offering = work.get(Offering, offering_id)
    seat(work, offering.revise(at=work.now, **described))
    return offering


def correct_offering(work: Work, *, offering_id: str, reason: str, **changes: Any) -> Offering:
    """Put right what was recorded wrongly."""
    offering = work.get(Offering, offering_id)
    offering.correct(at=work.now, reason=reason, changes=changes, today=work.today)
    return offering


def open_offering(work: Work, *, offering_id: str) -> Offering:
    """Let learners enrol."""
    offering = work.get(Offering, offering_id)
    offering.open(center=work.known("center", offering.center_id), at=work.now)
    return offering


def start_offering(work: Work, *, offering_id: str) -> Offering:
    """Begin to teach."""
    offering = work.get(Offering, offering_id)
    offering.start(at=work.now)
    return offering


def complete_offering(work: Work, *, offering_id: str, completed_on: str | None) -> Offering:
    """End an offering as planned: the enrolled are through, who still waited goes; walk-ins stay to be confirmed."""
    offering, on = work.get(Offering, offering_id), completed_on or work.today
    offering.complete(on=on, today=work.today, at=work.now)
    for enrolment in alive(work, offering):
        if enrolment.status == "enrolled":
            enrolment.end("completed", today=on, at=work.now)
        elif enrolment.status != "provisional":
            enrolment.end("withdrawn", today=on, at=work.now, reason_code="offering_completed")
    _drop_sessions(work, offering, reason="offering completed")
    return offering


def cancel_offering(work: Work, *, offering_id: str, reason: str) -> Offering:
    """End an offering early, with everything that hangs on it."""
    offering = work.get(Offering, offering_id)
    call_off(work, offering, reason=reason)
    return offering


def call_off(work: Work, offering: Offering, *, reason: str) -> None:
    """Cancel an offering, its enrolments and the sessions to come."""
    offering.cancel(at=work.now, reason=reason)
    for enrolment in alive(work, offering):
        enrolment.end("withdrawn", today=work.today, at=work.now, reason_code="offering_cancelled")
    _drop_sessions(work, offering, reason="offering cancelled")


def alive(work: Work, offering: Offering) -> list[Enrolment]:
    """The enrolments of an offering that have not ended."""
    return [enrolment for enrolment in work.find(Enrolment, offering_id=offering.id) if enrolment.alive]


def _drop_sessions(work: Work, offering: Offering, *, reason: str) -> None:
    """Cancel the sessions to come. Those of past days may have been held, and their marks be on the way."""
    for session in work.find(Session, offering_id=offering.id):
        if session.status == "scheduled" and session.day > work.today:
            session.cancel(at=work.now, reason=reason)
