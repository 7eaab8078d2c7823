from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.model import Case, policy
from services.feedback.model.timing import AlreadyExtended
from shared.errors import ChangeNotPossible
from tests.unit.feedback.conftest import ANSWER, AT, PLACE, TODAY, a_case, resolved, triaged


@pytest.mark.parametrize(
    ("country", "start", "days", "expected"),
    [
        (None, "2026-03-02", 5, "2026-03-09"),
        ("KZ", "2026-03-19", 1, "2026-03-20"),
        ("KZ", "2026-03-20", 1, "2026-03-24"),  # the weekend, and Nauryz
        ("MN", "2026-03-20", 1, "2026-03-23"),
        ("MN", "2026-07-10", 1, "2026-07-16"),  # Naadam
        ("KZ", "2026-05-06", 2, "2026-05-11"),  # 7 and 9 May, and the weekend
        ("KZ", "2026-03-02", 0, "2026-03-02"),
    ],
)
def test_days_are_working_days_of_the_country(country: str | None, start: str, days: int, expected: str) -> None:
    assert policy.calendar(country).after(start, days) == expected


@given(start=st.dates(date(2020, 1, 1), date(2040, 1, 1)), days=st.integers(1, 40), country=st.sampled_from(["KZ", "MN", None]))
def test_the_last_day_is_a_working_day_with_as_many_before_it(start: date, days: int, country: str | None) -> None:
    calendar = policy.calendar(country)
    last = date.fromisoformat(calendar.after(start.isoformat(), days))
    assert calendar.works(last)
    assert sum(calendar.works(date.fromordinal(day)) for day in range(start.toordinal() + 1, last.toordinal() + 1)) == days


def test_a_moving_feast_is_a_day_off_too() -> None:
    feast = policy.Calendar(dated=frozenset({"2026-02-18"}))
    assert feast.after("2026-02-17", 1) == "2026-02-19"


def test_deadlines_are_frozen_in_the_state() -> None:
    state = triaged().state()
    assert (state["acknowledge_by"], state["resolve_by"]) == ("2026-03-05", "2026-03-24")


def test_an_extension_is_given_once() -> None:
    case = triaged()
    case.extend(at=AT, reason="people_away")
    assert (case.resolve_by, case.extended) == ("2026-04-14", True)
    with pytest.raises(AlreadyExtended):
        case.extend(at=AT, reason="complex")
    for other in (a_case(), resolved()):
        with pytest.raises(ChangeNotPossible):
            other.extend(at=AT, reason="complex")


def climb(case: Case, *days: str) -> list[tuple[bool, int, str]]:
    return [(case.escalate(today=day, at=AT), case.level, case.held_by) for day in days]


def test_a_late_case_warns_then_goes_up_and_up() -> None:
    case = triaged()
    assert case.resolve_alarms == ["2026-03-17", "2026-03-24", "2026-04-02"]
    assert climb(case, "2026-03-17", "2026-03-18", "2026-03-24", "2026-03-25", "2026-04-02", "2026-04-03", "2026-05-01") == [
        (False, 0, "center"),
        (True, 1, "center"),
        (False, 1, "center"),
        (True, 2, "district"),
        (False, 2, "district"),
        (True, 3, "ministry"),
        (False, 3, "ministry"),
    ]
    assert [fact.name for fact in case.facts[-3:]] == ["escalated"] * 3


def test_a_case_that_the_district_holds_goes_to_the_ministry() -> None:
    assert climb(triaged(about=["facilitator"]), "2026-03-18", "2026-03-25") == [(True, 1, "district"), (True, 2, "ministry")]


def test_an_acknowledgment_has_its_own_time() -> None:
    case = a_case()
    assert case.acknowledge_alarms == ["2026-03-04", "2026-03-05", "2026-03-06"]
    assert climb(case, "2026-03-04", "2026-03-05", "2026-03-06") == [
        (False, 0, "center"),
        (True, 1, "center"),
        (True, 2, "district"),
    ]


@pytest.mark.parametrize("said", [{"sensitive": True}, {"kind": "abuse"}])
def test_a_sensitive_case_waits_for_no_working_day(said: dict[str, object]) -> None:
    case = a_case(**said)
    assert case.acknowledge_by == "2026-03-03"
    assert climb(case, "2026-03-02", "2026-03-03", "2026-03-04") == [
        (False, 0, "district"),
        (True, 1, "district"),
        (True, 2, "ministry"),
    ]


def test_a_case_found_sensitive_has_to_be_acknowledged_within_a_day() -> None:
    case = a_case()
    case.turn_sensitive(at=AT)
    assert (case.acknowledge_by, case.due_on) == ("2026-03-03", "2026-03-03")


def test_the_clock_finds_what_is_due_and_nothing_else() -> None:
    case = a_case()
    assert case.due_on == "2026-03-05"
    case.escalate(today="2026-03-05", at=AT)
    assert case.due_on == "2026-03-06"
    case.acknowledge(today="2026-03-06", at=AT)
    assert case.due_on == "2026-03-25"  # the warning was given
    case.triage(kind=None, about=None, place=PLACE, at=AT)
    case.begin_review(reviewer="first", at=AT)
    case.resolve(response=ANSWER, reviewer="first", today="2026-03-10", at=AT)
    assert case.due_on == "2026-04-09"
    case.rate(face=4, today="2026-03-11", at=AT)
    assert case.state()["status"] == "closed"
    assert not case.escalate(today="2027-01-01", at=AT)


def test_an_appeal_begins_a_time_of_its_own() -> None:
    case = resolved()
    case.appeal(words=None, today="2026-03-10", at=AT)
    assert case.resolve_by == policy.KAZAKHSTAN.after("2026-03-10", policy.APPEAL_DAYS)


def test_days_that_the_clock_missed_are_caught_up() -> None:
    days = policy.up_to(TODAY, 3)
    assert days == ["2026-03-02", "2026-03-01", "2026-02-28"]


@pytest.mark.parametrize(("country", "numbers"), [("KZ", {"111", "112"}), ("MN", {"107", "108", "102"})])
def test_hotlines_are_the_countrys(country: str, numbers: set[str]) -> None:
    assert {line["number"] for line in policy.hotlines(country)} == numbers
    assert numbers < {line["number"] for line in policy.hotlines(None)}
