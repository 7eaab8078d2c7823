from collections.abc import Callable, Iterator

import pytest

from services.feedback.contract import CONTRACT
from services.feedback.model import Case, Decision, Meeting, Need, Support
from shared.events import Aggregate
from tests.unit.feedback.conftest import (
    ANSWER,
    AREA,
    AT,
    ATTENDANCE,
    DECISION,
    ID,
    MEETING,
    OFFERING,
    OTHER,
    PLACE,
    PROGRAM,
    TODAY,
    WHY,
    a_case,
    a_meeting,
    a_need,
    resolved,
    triaged,
)


def needs() -> Iterator[Need]:
    need = a_need()
    need.plan(program_id=PROGRAM, at=AT)
    need.back(persons=1, at=AT)
    need.correct(at=AT, reason=WHY, changes={"topic": "health"})
    need.follow(center_id=OTHER, area_id=AREA, at=AT)
    need.validate(at=AT)
    need.prioritize(meeting_id=MEETING, rank=1, at=AT)
    need.answer(program_id=PROGRAM, offering_id=OFFERING, at=AT)
    need.judge(decision_id=DECISION, met=True, at=AT)
    yield need
    declined = a_need()
    declined.decline(at=AT, reason=WHY)
    yield declined


def supports() -> Iterator[Support]:
    yield Support.give(id=ID, need_id=ID, area_id=AREA, at=AT)


def meetings() -> Iterator[Meeting]:
    meeting = a_meeting()
    meeting.follow(center_id=OTHER, area_id=AREA, at=AT)
    meeting.hold(held_on="2026-03-01", attendance=ATTENDANCE, today=TODAY, at=AT)
    meeting.put_right(decisions=0, today=TODAY, at=AT, reason=WHY, changes={"eligible": 92})
    meeting.minute(minutes="Сағат 20:00", language="kk", at=AT)
    yield meeting
    cancelled = a_meeting()
    cancelled.cancel(at=AT, reason=WHY)
    yield cancelled


def decisions() -> Iterator[Decision]:
    decision = Decision.record_of(
        a_meeting("held"),
        id=DECISION,
        decided_on=None,
        concerns="budget",
        accepted=True,
        text={"en": "Yes"},
        today=TODAY,
        at=AT,
    )
    decision.put_right(today=TODAY, at=AT, reason=WHY, changes={"text": {"en": "Yes, all of it"}})
    decision.act(on=TODAY, outcome={"en": "Bought"}, today=TODAY, at=AT)
    yield decision


def cases() -> Iterator[Case]:
    ends: tuple[Callable[[Case], None], ...] = (
        lambda case: case.refer(to="police", ground=None, response=None, at=AT),
        lambda case: case.rule_out(response=ANSWER, at=AT, reason="before_a_court"),
        lambda case: case.join(other=OTHER, response=None, at=AT),
        lambda case: case.withdraw(at=AT, reason="settled"),
        lambda case: case.turn_sensitive(at=AT),
    )
    for end in ends:
        case = triaged()
        end(case)
        yield case
    yield a_case(sensitive=True)
    yield long_case()


def long_case() -> Case:
    case = resolved()
    case.rate(face=1, today=TODAY, at=AT)
    case.put_right(place=PLACE, at=AT, reason="misread", changes={"kind": "idea"})
    case.extend(at=AT, reason="complex")
    case.escalate(today="2026-06-01", at=AT)
    case.begin_review(reviewer="first", at=AT)
    case.resolve(response=ANSWER, reviewer="first", today=TODAY, at=AT)
    case.appeal(words=None, today=TODAY, at=AT)
    case.level = 0
    case.follow(place={**PLACE, "stands": False}, at=AT)
    case.follow(place={**PLACE, "center_id": OTHER, "stands": False}, at=AT)
    case.begin_review(reviewer="second", at=AT)
    case.resolve(response=ANSWER, reviewer="second", today=TODAY, at=AT)
    case.rate(face=5, today=TODAY, at=AT)
    return case


JOURNEYS: tuple[Callable[[], Iterator[Aggregate]], ...] = (needs, supports, meetings, decisions, cases)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_state_that_is_told_is_as_published(journey: Callable[[], Iterator[Aggregate]]) -> None:
    kinds = {kind.name: kind for kind in CONTRACT.kinds}
    for aggregate in journey():
        for fact in aggregate.facts:
            kinds[fact.kind].state().load(fact.state)


def test_all_events_that_are_published_happen_and_no_others() -> None:
    happened = {(fact.kind, fact.name) for journey in JOURNEYS for aggregate in journey() for fact in aggregate.facts}
    assert happened == {(kind.name, event) for kind in CONTRACT.kinds for event in kind.events}
