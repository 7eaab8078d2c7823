"""Sessions and their attendance: the busiest part of the platform."""

from collections.abc import Iterable
from typing import Any

from services.programs.commands.enrolment import begin
from services.programs.model import Enrolment, Learner, Offering, Session
from services.programs.model.enrolment import LearnerOfAnotherCenter
from services.programs.model.session import Counts
from shared.store import Work


def schedule_session(work: Work, *, offering_id: str, **described: Any) -> Session:
    """Fix a meeting of an offering."""
    offering = work.get(Offering, offering_id)
    offering.meet()
    copied = {name: getattr(offering, name) for name in ("program_id", "center_id", "area_id", "program_kind", "field")}
    return work.add(Session.schedule(id=work.new_id(), offering_id=offering.id, at=work.now, **copied, **described))


def revise_session(work: Work, *, session_id: str, **described: Any) -> Session:
    """Move a session to another time or place."""
    session = work.get(Session, session_id)
    session.revise(at=work.now, **described)
    return session


def correct_session(work: Work, *, session_id: str, reason: str, **changes: Any) -> Session:
    """Put right when, where and how long a session was."""
    session = work.get(Session, session_id)
    session.correct(at=work.now, reason=reason, changes=changes)
    return session


def cancel_session(work: Work, *, session_id: str, reason: str) -> Session:
    """Let a session not take place."""
    session = work.get(Session, session_id)
    session.cancel(at=work.now, reason=reason)
    return session


def record_attendance(
    work: Work, *, session_id: str, device: str, clock_offset_seconds: int, marks: list[dict[str, str]]
) -> Session:
    """Take in marks of who was there; those that tell nothing new change nothing."""
    session = work.get(Session, session_id)
    persons = _persons(work, session, session.strangers(mark["learner_id"] for mark in marks))
    session.attend(marks, device=device, offset=clock_offset_seconds, persons=persons, at=work.now)
    return session


def record_tally(
    work: Work, *, session_id: str, device: str, clock_offset_seconds: int, tallied_at: str, tally: Counts
) -> Session:
    """Take in what a center on paper counted."""
    session = work.get(Session, session_id)
    session.take_tally(tally, device=device, tallied_at=tallied_at, offset=clock_offset_seconds, at=work.now)
    return session


def _persons(work: Work, session: Session, learners: list[str]) -> dict[str, tuple[str, str]]:
    """Sex and age band by learner. Who has no enrolment in the offering has walked in, and gets a provisional one."""
    found = _enrolled(work, session.offering_id, learners)
    if len(found) < len(learners):
        offering = work.get(Offering, session.offering_id)
        found |= _enrolled(work, offering.id, set(learners) - found.keys())  # again, now that its version guards them
        found |= _walk_in(work, offering, sorted(set(learners) - found.keys()))
    return {learner_id: (enrolment.sex, enrolment.age_band) for learner_id, enrolment in found.items()}


def _enrolled(work: Work, offering_id: str, learners: Iterable[str]) -> dict[str, Enrolment]:
    wanted = sorted(learners)
    found = work.find(Enrolment, offering_id=offering_id, learner_id=wanted) if wanted else []
    return {enrolment.learner_id: enrolment for enrolment in found if enrolment.status != "refused"}


def _walk_in(work: Work, offering: Offering, learners: list[str]) -> dict[str, Enrolment]:
    opened = {}
    for learner in [work.get(Learner, learner_id, field="marks") for learner_id in learners]:
        learner.present()
        if learner.center_id != offering.center_id:
            raise LearnerOfAnotherCenter("marks", id=learner.id)
        opened[learner.id] = begin(work, offering, learner, status="provisional", id=work.new_id())
    if opened:
        offering.walk_in(len(opened), at=work.now)
    return opened
