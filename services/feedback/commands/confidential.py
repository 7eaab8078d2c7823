"""What focal points can ask about sensitive cases. To everybody else these do not exist, or are closed.

A focal point names the area for which they are one (none: the whole country); the case must lie in it.
"""

from collections.abc import Callable
from typing import Any

from services.feedback.commands.cases import Response, on_file
from services.feedback.commands.places import areas_above, place_of
from services.feedback.model import Case, Tally
from shared.errors import NotFound
from shared.store import Work


def list_sensitive_cases(work: Work, *, area_id: str | None, reason: str) -> Tally:  # noqa: ARG001
    """See which sensitive cases wait."""
    cases = [case for case in work.find(Case, sensitive=True) if not case.ended and _reaches(work, area_id, case)]
    work.tell(cases=[_line(case) for case in sorted(cases, key=lambda case: (case.received_on, case.id))])
    return Tally(id=work.new_id(), count=len(cases))


def disclose_sensitive_case(work: Work, *, case_id: str, area_id: str | None, reason: str) -> Case:  # noqa: ARG001
    """Read a sensitive case, or one that ended before its triage; the journal keeps who did, and for which reason."""
    case = confidential(work, case_id, area_id)
    work.tell(**on_file(work, case))
    return case


def acknowledge_sensitive_case(work: Work, *, case_id: str, area_id: str | None) -> Case:
    """Acknowledge a sensitive case."""
    return _do(work, case_id, area_id, lambda case: case.acknowledge(today=work.today, at=work.now))


def triage_sensitive_case(
    work: Work, *, case_id: str, area_id: str | None, about: list[str] | None, center_id: str | None
) -> Case:
    """Note whom a sensitive case is about, and where it happened."""
    return _do(
        work,
        case_id,
        area_id,
        lambda case: case.triage(kind=None, about=about, place=place_of(work, center_id or case.center_id), at=work.now),
    )


def review_sensitive_case(work: Work, *, case_id: str, area_id: str | None) -> Case:
    """Begin to look into a sensitive case."""
    reviewer = str(work.actor["id"])
    return _do(work, case_id, area_id, lambda case: case.begin_review(reviewer=reviewer, at=work.now))


def refer_sensitive_case(
    work: Work, *, case_id: str, area_id: str | None, referred_to: str, ground: str, response: Response
) -> Case:
    """Pass a sensitive case on, with consent or by an explained duty."""
    return _do(
        work,
        case_id,
        area_id,
        lambda case: case.refer(to=referred_to, ground=ground, response=response, at=work.now),
    )


def resolve_sensitive_case(work: Work, *, case_id: str, area_id: str | None, response: dict[str, str]) -> Case:
    """Answer a sensitive case."""
    reviewer = str(work.actor["id"])
    return _do(
        work,
        case_id,
        area_id,
        lambda case: case.resolve(response=response, reviewer=reviewer, today=work.today, at=work.now),
    )


def rule_out_sensitive_case(work: Work, *, case_id: str, area_id: str | None, response: Response, reason: str) -> Case:
    """Say that a sensitive case is out of scope."""
    return _do(work, case_id, area_id, lambda case: case.rule_out(response=response, at=work.now, reason=reason))


def close_sensitive_case(work: Work, *, case_id: str, area_id: str | None) -> Case:
    """Close a sensitive case that was answered, without asking anything more."""
    return _do(work, case_id, area_id, lambda case: case.see_through(at=work.now))


def confidential(work: Work, case_id: str, area_id: str | None) -> Case:
    """The case that is shut to others, open to a focal point of the area. Any other is not found, for whatever reason."""
    case = work.find_one(Case, case_id)
    if case is None or not case.shut or not _reaches(work, area_id, case):
        raise NotFound(kind=Case.KIND, id=case_id)
    case.confide()
    return case


def _do(work: Work, case_id: str, area_id: str | None, change: Callable[[Case], None]) -> Case:
    case = confidential(work, case_id, area_id)
    change(case)
    return case


def _reaches(work: Work, area_id: str | None, case: Case) -> bool:
    if area_id is None:
        return True
    above = dict(areas_above(work, case.district_id))
    return case.held_by != "ministry" and area_id in above


def _line(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in ("id", "status", "received_on", "acknowledge_by", "resolve_by", "level")}
