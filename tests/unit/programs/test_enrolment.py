"""Enrolments: how they begin, what they tell of a person, and how they are put right."""

from typing import Any

import pytest

from services.programs.model import Enrolment
from services.programs.model.dates import DatesReversed
from services.programs.model.enrolment import ALIVE, NotEnded
from tests.unit.programs.conftest import AREA, AT, CENTER, OTHER_AREA, OTHER_CENTER, TODAY, make, number, told

RIGHT: dict[str, Any] = {"correction": "wrong_entry", "note": "Canary", "at": AT}


@pytest.mark.parametrize(
    ("status", "event", "enrolled_on"),
    [
        ("applied", "applied", None),
        ("waitlisted", "waitlisted", None),
        ("provisional", "walked-in", None),
        ("enrolled", "enrolled", TODAY),
    ],
)
def test_it_begins(status: str, event: str, enrolled_on: str | None) -> None:
    enrolment = Enrolment.begin(
        status=status, id=number(1), offering_id=number(2), program_id=number(3), center_id=CENTER, area_id=AREA,
        learner_id=number(4), sex="male", age_band="15-24", program_kind="literacy", field="0021", today=TODAY, at=AT,
    )  # fmt: skip
    assert (told(enrolment), enrolment.enrolled_on, enrolment.opened_on) == ([event], enrolled_on, TODAY)
    assert enrolment.alive


def test_the_fact_tells_who_came_from_the_waiting_line() -> None:
    called = make(Enrolment, status="waitlisted", enrolled_on=None)
    called.seat(0, today=TODAY, at=AT, from_waitlist=True)
    assert (told(called), called.facts[0].change) == (["enrolled"], {"from_waitlist": True})
    assert called.enrolled_on == TODAY
    waits = make(Enrolment, status="applied", waitlist_position=None)
    waits.seat(3, today=TODAY, at=AT)
    assert (told(waits), waits.waitlist_position) == (["waitlisted"], 3)


def test_an_ending_tells_its_reason_by_a_code_and_keeps_the_words() -> None:
    enrolment = make(Enrolment)
    enrolment.end("withdrawn", today=TODAY, at=AT, reason_code="health", note="Canary")
    enrolment.put_right(**RIGHT, reason_code="family")
    assert (enrolment.status, enrolment.ended_on, enrolment.reason_code) == ("withdrawn", TODAY, "family")
    assert told(enrolment) == ["withdrawn", "corrected"]
    assert enrolment.note == "Canary"
    assert "Canary" not in str(enrolment.facts)
    assert not enrolment.alive


def test_a_transfer_names_the_enrolment_that_follows() -> None:
    enrolment = make(Enrolment)
    enrolment.end("transferred", today=TODAY, at=AT, reason_code="another_time", transferred_to=number(9))
    assert enrolment.facts[0].state["transferred_to"] == number(9)


def test_only_an_ending_that_has_come_is_corrected() -> None:
    with pytest.raises(NotEnded):
        make(Enrolment).put_right(**RIGHT, ended_on=TODAY)


def test_it_does_not_end_before_it_begins() -> None:
    ended = {"status": "withdrawn", "opened_on": "2026-03-01", "enrolled_on": "2026-03-02", "ended_on": "2026-03-09"}
    for changes in ({"enrolled_on": "2026-02-28"}, {"ended_on": "2026-03-01"}, {"enrolled_on": "2026-03-10"}):
        with pytest.raises(DatesReversed):
            make(Enrolment, **ended).put_right(**RIGHT, **changes)


def test_it_follows_its_offering_while_it_is_alive() -> None:
    there = {"center_id": OTHER_CENTER, "area_id": OTHER_AREA, "at": AT}
    for status in Enrolment.LIFE:
        enrolment = make(Enrolment, status=status)
        assert enrolment.relocate(**there) == (status in ALIVE)
        assert not enrolment.relocate(**there)
        assert told(enrolment) == (["moved"] if status in ALIVE else [])
