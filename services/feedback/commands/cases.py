"""What those who deal with cases can ask."""

from typing import Any

from services.feedback.commands.places import place_of
from services.feedback.model import Case
from shared.errors import Conflict, NotFound
from shared.store import Work

Response = dict[str, str] | None


class NothingToDisclose(Conflict):
    """What ended under the veil is read by focal points only, so that nobody can tell why it ended."""

    text = "This case is closed, and its words with it."
    remedy = "Nothing is left to be done about it. If you must know more, ask a focal point."


def acknowledge_case(work: Work, *, case_id: str) -> Case:
    """Acknowledge a case."""
    case = ordinary(work, case_id)
    case.acknowledge(today=work.today, at=work.now)
    return case


def triage_case(work: Work, *, case_id: str, kind: str | None, about: list[str] | None, center_id: str | None) -> Case:
    """Triage an ordinary case."""
    case = ordinary(work, case_id)
    place = place_of(work, center_id or case.center_id)
    case.triage(kind=kind, about=about, place=place, at=work.now)
    return case


def mark_case_sensitive(work: Work, *, case_id: str) -> Case:
    """Hand a case over to the focal points; to everybody else it is closed."""
    case = ordinary(work, case_id)
    case.turn_sensitive(at=work.now)
    return case


def review_case(work: Work, *, case_id: str) -> Case:
    """Begin to look into a case."""
    case = ordinary(work, case_id)
    case.begin_review(reviewer=str(work.actor["id"]), at=work.now)
    return case


def extend_case(work: Work, *, case_id: str, reason: str) -> Case:
    """Take longer for a case."""
    case = ordinary(work, case_id)
    case.extend(at=work.now, reason=reason)
    return case


def resolve_case(work: Work, *, case_id: str, response: dict[str, str]) -> Case:
    """Answer a case."""
    case = ordinary(work, case_id)
    case.resolve(response=response, reviewer=str(work.actor["id"]), today=work.today, at=work.now)
    return case


def reopen_case(work: Work, *, case_id: str, reason: str) -> Case:
    """Take up a case again."""
    case = ordinary(work, case_id)
    case.reopen(today=work.today, at=work.now, reason=reason)
    return case


def close_appreciation(work: Work, *, case_id: str, response: Response) -> Case:
    """Close an appreciation at once."""
    case = ordinary(work, case_id)
    case.thank(response=response, at=work.now)
    return case


def rule_out_case(work: Work, *, case_id: str, response: Response, reason: str) -> Case:
    """Say that a case is out of scope."""
    case = ordinary(work, case_id)
    case.rule_out(response=response, at=work.now, reason=reason)
    return case


def join_case(work: Work, *, case_id: str, duplicate_of: str, response: Response) -> Case:
    """End a case as the duplicate of another."""
    case, other = ordinary(work, case_id), ordinary(work, duplicate_of, field="duplicate_of")
    case.join(other=other.id, response=response, at=work.now)
    return case


def refer_case(work: Work, *, case_id: str, referred_to: str, ground: str | None, response: Response) -> Case:
    """Pass a case on."""
    case = ordinary(work, case_id)
    case.refer(to=referred_to, ground=ground, response=response, at=work.now)
    return case


def correct_case(work: Work, *, case_id: str, reason: str, **changes: Any) -> Case:
    """Put right what the triage found."""
    case = ordinary(work, case_id)
    place = place_of(work, changes.get("center_id", case.center_id))
    case.put_right(place=place, at=work.now, reason=reason, changes=changes)
    return case


def disclose_case(work: Work, *, case_id: str, reason: str) -> Case:  # noqa: ARG001
    """Read the words of a case; the journal keeps who did, and for which reason."""
    case = ordinary(work, case_id)
    if case.shut:
        raise NothingToDisclose
    file = on_file(work, case)
    work.tell(**file if case.identity == "named" else {**file, "contact": None})
    return case


def disclose_submitter(work: Work, *, case_id: str, reason: str) -> Case:  # noqa: ARG001
    """Read how to reach a person who asked for confidence."""
    case = ordinary(work, case_id)
    if case.shut:
        raise NothingToDisclose
    work.tell(contact=work.unseal(case).get("contact"))
    return case


def ordinary(work: Work, case_id: str, field: str | None = None) -> Case:
    """The case, if it was ever told of as one. What turned sensitive later answers like any closed case."""
    case = work.get(Case, case_id, field=field)
    if case.sensitive and not case.last_told:
        raise NotFound(field, kind=Case.KIND, id=case_id)
    return case


def on_file(work: Work, case: Case) -> dict[str, Any]:
    """All that is known of a case."""
    sealed = work.unseal(case)
    told = ("words", "contact", "response", "appeal_words")
    seen = {"center_id": case.center_id, "about": case.about, "language": case.language}
    return {**case.plain(), **seen, **{name: sealed.get(name) for name in told}}
