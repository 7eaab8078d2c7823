"""Needs, meetings and cases as the tests of feedback begin with them."""

from collections.abc import Callable
from typing import Any

import pytest

from services.feedback.model import Case, Meeting, Need

AT = "2026-03-02T06:00:00.000Z"
TODAY = "2026-03-02"  # a Monday
AREA, CENTER, COUNTRY, DISTRICT, REGION = (f"0190b3a0-0000-7000-8000-00000000000{n}" for n in range(1, 6))
ID, MEETING, PROGRAM, OFFERING, DECISION, OTHER = (f"0190b3a0-0000-7000-8000-0000000000f{n}" for n in range(6))
CODE, PIN = "4071225690134478", "55201947"
WHY = "Decided by the community."
PLACE = {
    "center_id": CENTER, "home_id": AREA, "district_id": DISTRICT, "region_id": REGION, "stands": True, "country": "KZ",
}  # fmt: skip
ANSWER = {"kk": "Енді кешке дейін ашық.", "en": "It is open until the evening now."}
ATTENDANCE = {"by_sex": {"female": 18, "male": 13}, "by_group": {"herders": 9}}


def a_need(status: str = "raised") -> Need:
    need = Need.raise_(
        id=ID, center_id=CENTER, area_id=AREA, title={"en": "A course"}, topic="digital", raised_by_group="herders",
        channel="meeting", at=AT,
    )  # fmt: skip
    need.status = status
    return need


def a_meeting(status: str = "convened", **called: Any) -> Meeting:
    called = {"quorum_percent": 30, "eligible": 90, **called}
    meeting = Meeting.convene(
        id=MEETING, center_id=CENTER, area_id=AREA, called_for=AT, agenda={"en": "The spring"}, at=AT, **called
    )
    if status in {"held", "minuted"}:
        meeting.hold(held_on="2026-03-01", attendance=ATTENDANCE, today=TODAY, at=AT)
    meeting.status = status
    return meeting


def a_case(**said: Any) -> Case:
    said = {"kind": "complaint", "identity": "anonymous", "about": [], "place": PLACE, "sensitive": False, **said}
    return Case.receive(
        id=ID, code=CODE, pin=PIN, channel="web", language="kk-Cyrl", words="Кешке жабық.", today=TODAY, at=AT, **said
    )


def triaged(**said: Any) -> Case:
    case = a_case(**said)
    case.acknowledge(today=TODAY, at=AT)
    case.triage(kind=None, about=None, place=said.get("place", PLACE), at=AT)
    return case


def resolved(reviewer: str = "first", **said: Any) -> Case:
    case = triaged(**said)
    case.begin_review(reviewer=reviewer, at=AT)
    case.resolve(response=ANSWER, reviewer=reviewer, today=TODAY, at=AT)
    return case


@pytest.fixture(params=["out_of_scope", "duplicate", "withdrawn", "thanked", "sensitive"])
def ending(request: pytest.FixtureRequest) -> tuple[str, Callable[[Case], None]]:
    """One of the ways in which a case ends before its triage."""
    ways: dict[str, Callable[[Case], None]] = {
        "out_of_scope": lambda case: case.rule_out(response=ANSWER, at=AT, reason="another_authority"),
        "duplicate": lambda case: case.join(other=OTHER, response=None, at=AT),
        "withdrawn": lambda case: case.withdraw(at=AT, reason="afraid"),
        "thanked": lambda case: case.thank(response=None, at=AT),
        "sensitive": lambda case: case.turn_sensitive(at=AT),
    }
    return request.param, ways[request.param]
