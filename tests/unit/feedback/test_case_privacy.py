from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.feedback.contract.cases import CaseState
from services.feedback.contract.confidential import SensitiveCaseState
from services.feedback.model import Case
from services.feedback.model.case import AlreadySensitive
from services.feedback.model.standing import ABOUT
from shared.errors import ChangeNotPossible, Refusal
from shared.events import Fact
from tests.unit.feedback.conftest import (
    ANSWER,
    AREA,
    AT,
    CENTER,
    DISTRICT,
    ID,
    OTHER,
    PLACE,
    REGION,
    TODAY,
    a_case,
    resolved,
    triaged,
)

Ending = tuple[str, Callable[[Case], None]]
OUTLINE = {"id", "version", "status", "area_id"}


def told(fact: Fact) -> tuple[Any, ...]:
    return fact.kind, fact.name, fact.subject, fact.version, fact.area, fact.state, fact.change


@pytest.mark.parametrize("kind", ["complaint", "idea"])
def test_until_triage_nothing_is_told_but_that_there_is_a_case_in_the_region(kind: str) -> None:
    case = a_case(kind=kind, about=["facilitator"])
    case.acknowledge(today=TODAY, at=AT)
    case.escalate(today="2026-06-01", at=AT)
    for version, fact in enumerate(case.facts, 1):
        status = "received" if version == 1 else "acknowledged"
        assert fact.state == {"id": ID, "version": version, "status": status, "area_id": REGION}
        assert (fact.area, fact.change, case.opaque) == (REGION, {}, True)


def test_every_ending_before_triage_leaves_the_same_fact(ending: Ending) -> None:
    _, end = ending
    case = a_case(kind="appreciation")
    end(case)
    state = {"id": ID, "version": 2, "status": "closed", "area_id": REGION}
    assert told(case.facts[-1]) == ("case", "closed", ID, 2, REGION, state, {})
    assert case.state() == state
    assert len(case.facts) == 2
    assert case.opaque


def test_every_ending_before_triage_refuses_in_the_same_words(ending: Ending) -> None:
    _, end = ending
    case = a_case(kind="appreciation")
    end(case)
    with pytest.raises(ChangeNotPossible) as refused:
        case.acknowledge(today=TODAY, at=AT)
    assert refused.value.sentence == "This case is closed and cannot become acknowledged; possible from here: nothing."
    with pytest.raises(ChangeNotPossible, match="closed and cannot become extended; possible from here: nothing"):
        case.extend(at=AT, reason="complex")


def test_later_a_withdrawn_case_and_one_found_sensitive_leave_the_same_fact() -> None:
    withdrawn, sensitive = triaged(), triaged()
    withdrawn.withdraw(at=AT, reason="afraid")
    sensitive.turn_sensitive(at=AT)
    assert told(withdrawn.facts[-1]) == told(sensitive.facts[-1])
    assert set(withdrawn.facts[-1].state) == OUTLINE


@pytest.mark.parametrize("said", [{"sensitive": True}, {"kind": "abuse"}])
def test_a_case_may_be_sensitive_from_the_start(said: dict[str, Any]) -> None:
    case = a_case(**said)
    assert told(case.facts[0]) == ("sensitive-case", "recorded", None, None, None, {}, {})
    assert (case.state(), case.held_by, case.version) == ({}, "district", 1)


def test_what_follows_on_a_sensitive_case_names_no_case() -> None:
    case = a_case()
    case.turn_sensitive(at=AT)
    with pytest.raises(ChangeNotPossible):
        case.acknowledge(today=TODAY, at=AT)
    case.confide()
    case.acknowledge(today=TODAY, at=AT)
    case.triage(kind=None, about=["facilitator"], place=PLACE, at=AT)
    case.begin_review(reviewer="focal", at=AT)
    case.resolve(response=ANSWER, reviewer="focal", today=TODAY, at=AT)
    assert {told(fact) for fact in map(frozen, case.facts[2:])} == {told(frozen(a_case(sensitive=True).facts[0]))}
    assert case.state() == {"id": ID, "version": 2, "status": "closed", "area_id": REGION}
    assert case.version == 6


def test_a_case_turns_sensitive_once() -> None:
    case = a_case(sensitive=True)
    case.confide()
    with pytest.raises(AlreadySensitive):
        case.turn_sensitive(at=AT)


def test_nothing_confides_a_loaded_case() -> None:
    case = a_case(sensitive=True)
    case.confide()
    assert Case.load(case.document()).shut


@pytest.mark.parametrize("role", ABOUT)
def test_nobody_who_is_complained_of_holds_or_sees_the_case(role: str) -> None:
    case = triaged(about=[role])
    staff = role in {"facilitator", "volunteer", "center_manager", "committee_member"}
    officer = role.endswith("_officer")
    assert case.held_by == ("ministry" if officer else "district" if staff else "center")
    assert case.state()["center_id"] == (None if staff or officer else CENTER)
    assert case.facts[-1].area == (REGION if officer else DISTRICT if staff else AREA)
    assert case.opaque == (staff or officer)


def test_a_center_that_does_not_work_holds_no_case() -> None:
    case = triaged()
    assert case.follow(place={**PLACE, "stands": False}, at=AT)
    assert (case.held_by, case.facts[-1].name) == ("district", "reassigned")
    assert not case.follow(place={**PLACE, "stands": False}, at=AT)
    assert case.follow(place=PLACE, at=AT)
    assert case.held_by == "center"


def test_an_open_case_moves_with_its_center() -> None:
    case = triaged()
    assert case.follow(place={**PLACE, "center_id": OTHER}, at=AT)
    assert (case.center_id, case.facts[-1].name) == (OTHER, "moved")


@pytest.mark.parametrize("hidden", [a_case(), a_case(sensitive=True), triaged(about=["center_manager"])])
def test_a_case_that_hides_its_center_tells_nothing_when_the_center_changes(hidden: Case) -> None:
    version = hidden.version
    assert not hidden.follow(place={**PLACE, "stands": False}, at=AT)
    assert not hidden.follow(place={**PLACE, "center_id": OTHER}, at=AT)
    assert hidden.version == version


def test_a_closed_case_stays_where_it_was() -> None:
    case = resolved()
    case.rate(face=5, today=TODAY, at=AT)
    assert not case.follow(place={**PLACE, "center_id": OTHER}, at=AT)


def test_a_case_of_no_center_is_the_ministrys() -> None:
    nowhere = {**dict.fromkeys(PLACE), "stands": True}
    case = triaged(place=nowhere)
    assert (case.held_by, case.area_id, case.state()["center_id"]) == ("ministry", None, None)


def test_no_words_and_no_person_are_told() -> None:
    case = triaged(identity="named", contact={"phone": "+7 701"}, about=["learner"])
    secret = {*Case.SEALED, "about", "language", "receipt_hash", "pin_hash", "reviewers", "sensitive", "veiled", "region_id"}
    assert not secret & set(case.state())


STEPS: tuple[Callable[[Case], object], ...] = (
    lambda case: case.acknowledge(today=TODAY, at=AT),
    lambda case: case.triage(kind="idea", about=["facilitator"], place=PLACE, at=AT),
    lambda case: case.begin_review(reviewer="first", at=AT),
    lambda case: case.extend(at=AT, reason="complex"),
    lambda case: case.escalate(today="2026-04-01", at=AT),
    lambda case: case.resolve(response=ANSWER, reviewer="first", today=TODAY, at=AT),
    lambda case: case.rate(face=1, today=TODAY, at=AT),
    lambda case: case.appeal(words="No.", today=TODAY, at=AT),
    lambda case: case.follow(place={**PLACE, "stands": False}, at=AT),
    lambda case: case.refer(to="police", ground="consent", response=None, at=AT),
    lambda case: case.turn_sensitive(at=AT),
    lambda case: case.withdraw(at=AT, reason="afraid"),
    lambda case: case.confide(),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14), sensitive=st.booleans())
def test_whatever_happens_no_fact_tells_too_much(steps: list[Callable[[Case], object]], *, sensitive: bool) -> None:
    case = a_case(sensitive=sensitive)
    for step in steps:
        before, facts = (case.status, case.version), len(case.facts)
        try:
            step(case)
        except Refusal:
            assert (case.status, case.version, len(case.facts)) == (*before, facts)
    vanished = next((i for i, fact in enumerate(case.facts) if fact.kind == "sensitive-case"), len(case.facts))
    assert [fact.version for fact in case.facts[:vanished]] == list(range(1, vanished + 1))
    for fact in case.facts[:vanished]:
        CaseState().load(fact.state)
        assert fact.state["version"] == fact.version
        assert set(fact.state) != OUTLINE or (fact.area, fact.change) == (REGION, {})
    for fact in case.facts[vanished:]:
        assert told(fact) == ("sensitive-case", "recorded", None, None, None, {}, {})
        SensitiveCaseState().load(fact.state)
    if case.sensitive:
        assert case.state() == (case.facts[vanished - 1].state if vanished else {})


def frozen(fact: Fact) -> Fact:
    """A fact whose empty state and change can be compared in a set."""
    assert (fact.state, fact.change) == ({}, {})
    return Fact(fact.kind, fact.name, fact.subject, fact.version, fact.time, fact.area, (), ())  # type: ignore[arg-type]
