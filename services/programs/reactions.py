"""What programs does when others' facts arrive: each brings its aggregates in line with the newest known state."""

from typing import Any

from services.programs.commands.enrolment import seat
from services.programs.commands.offering import alive, call_off
from services.programs.model import Enrolment, Learner, Offering, Program, Session
from services.programs.model.offering import UNFINISHED
from services.programs.model.program import endorses, flags_of
from shared.envelope import Event
from shared.store import Work


def center_stands(work: Work, event: Event) -> None:
    """A center was suspended, reopened, closed, merged or the like: what is under way at it follows."""
    origin = str(event.subject)
    center_id, center = _goes_on(work, origin, work.learn(event))
    offerings = [offering for offering in work.find(Offering, center_id=origin) if offering.status in UNFINISHED]
    changed = [_settle(work, offering, center_id, center) for offering in offerings]
    if center_id != origin:
        changed += _move_in(work, origin, center_id, center["area_id"])
    if not any(changed):
        work.moot("nothing at this center is out of line with it")


def decision_recorded(work: Work, event: Event) -> None:
    """A community has decided: an accepted program is endorsed."""
    decision = work.learn(event)
    if not endorses(decision, decision.get("subject_id") or ""):
        work.moot("it is not a valid decision for a program")
        return
    program = work.get(Program, decision["subject_id"])
    if not endorses(decision, program.id, program.center_id):
        work.moot("the program is another center's own")
    elif not program.endorse(decision_id=str(event.subject), at=work.now):
        work.moot("the decision is known, or the program retired")


def agreement_stands(work: Work, event: Event) -> None:
    """An agreement was suspended, resumed or ended: the programs that it funds show it."""
    flags = flags_of(work.learn(event)["status"])
    changed = [program.flag(flags, at=work.now) for program in work.find(Program, agreement_id=event.subject)]
    if not any(changed):
        work.moot("no program is funded by it, or all show it already")


def _goes_on(work: Work, center_id: str, center: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The center itself, or the one that took its place; with its newest known state."""
    while center["status"] == "merged":
        center_id = center["merged_into"]
        center = work.known("center", center_id)
    return center_id, center


def _settle(work: Work, offering: Offering, center_id: str, center: dict[str, Any]) -> bool:
    changed = _follow(work, offering, center_id, center["area_id"])
    if center["status"] == "closed":
        call_off(work, offering, reason="center closed")
        return True
    if center["status"] == "suspended":
        return offering.hold(at=work.now) or changed
    called = offering.resume(at=work.now)
    seat(work, called or ())
    return called is not None or changed


def _move_in(work: Work, origin: str, center_id: str, area_id: str) -> list[bool]:
    programs, learners = work.find(Program, center_id=origin), work.find(Learner, center_id=origin)
    return [
        *(program.relocate(center_id=center_id, area_id=area_id, at=work.now) for program in programs),
        *(learner.relocate(center_id=center_id, at=work.now) for learner in learners),
    ]


def _follow(work: Work, offering: Offering, center_id: str, area_id: str) -> bool:
    if not offering.relocate(center_id=center_id, area_id=area_id, at=work.now):
        return False
    followers: list[Enrolment | Session] = [*alive(work, offering), *work.find(Session, offering_id=offering.id)]
    for follower in followers:
        follower.relocate(center_id=center_id, area_id=area_id, at=work.now)
    return True
