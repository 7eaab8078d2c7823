"""Attendance: late, twice, in disorder, by wrong clocks; and the tallies are always those of the newest marks."""

from collections import Counter
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import composite, integers, lists, sampled_from
from hypothesis.strategies import permutations as orders

from services.programs.model import Session
from services.programs.model.dates import ClockWrong
from services.programs.model.session import MARKS, DayApart, SessionCancelled
from tests.unit.programs.conftest import AREA, AT, CENTER, OTHER_AREA, OTHER_CENTER, make, number, told

PERSONS = {number(n): ("female" if n % 2 else "male", "15-24" if n < 3 else "25-64") for n in range(6)}


def fresh() -> Session:
    return Session.schedule(
        id=number(1), offering_id=number(2), program_id=number(3), center_id=CENTER, area_id=AREA, program_kind="literacy",
        field="0021", starts_at="2026-03-03T09:00:00.000Z", day=None, minutes=60, at=AT,
    )  # fmt: skip


def mark(learner: int, what: str = "present", minute: int = 0) -> dict[str, str]:
    return {"learner_id": number(learner), "mark": what, "marked_at": f"2026-03-03T09:{minute:02d}:00.000Z"}


def attend(session: Session, *marks: dict[str, str], device: str = "d", offset: int = 0) -> bool:
    return session.attend(marks, device=device, offset=offset, persons=PERSONS, at=AT)


def test_the_first_mark_makes_it_held_on_its_day(session: Session) -> None:
    assert attend(session, mark(0), mark(1, "late"), mark(2, "absent"), mark(3, "excused"))
    assert (session.status, session.held_on) == ("held", "2026-03-03")
    assert session.facts[-1].state["held_on"] == "2026-03-03"
    assert session.attendance == {"present": 1, "late": 1, "absent": 1, "excused": 1}
    assert session.attended == {"male": {"15-24": 1}, "female": {"15-24": 1}}
    assert attend(session, mark(4))
    assert told(session) == ["scheduled", "held", "attendance-recorded"]


def test_a_mark_sent_twice_changes_nothing(session: Session) -> None:
    marks = mark(0), mark(1, "late")
    attend(session, *marks)
    version = session.version
    assert not attend(session, *reversed(marks))
    assert session.version == version


def test_the_newest_mark_wins_in_whatever_order(session: Session) -> None:
    attend(session, mark(0, "present", 10))
    assert not attend(session, mark(0, "absent", 5))
    assert attend(session, mark(0, "late", 15), mark(0, "absent", 12))
    assert session.attendance == {"present": 0, "late": 1, "absent": 0, "excused": 0}


def test_time_counts_by_the_true_clock(session: Session) -> None:
    attend(session, mark(0, "late", 10))
    assert not attend(session, mark(0, "absent", 30), offset=-1800, device="fast")
    assert attend(session, mark(0, "excused", 0), offset=900, device="slow")
    assert session.marks[number(0)][:3] == ["excused", "2026-03-03T09:15:00.000Z", "slow"]


def test_equally_new_marks_are_decided_by_device_then_mark() -> None:
    told_by = [("a", "present"), ("b", "absent"), ("b", "late")]
    ends = set()
    for order in permutations(told_by):
        session = fresh()
        for device, what in order:
            attend(session, mark(0, what), device=device)
        ends.add(tuple(session.marks[number(0)][:3]))
    assert ends == {("late", "2026-03-03T09:00:00.000Z", "b")}


@pytest.mark.parametrize(
    ("marked_at", "offset"),
    [
        ("2026-03-12T08:00:01.000Z", 0),
        ("2026-03-10T08:00:00.000Z", 200_000),
        ("9999-12-31T00:00:00.000Z", 2_000_000_000),
        ("0001-01-01T00:00:00.000Z", -2_000_000_000),
    ],
)
def test_a_clock_far_ahead_would_win_for_ever_and_is_refused(session: Session, marked_at: str, offset: int) -> None:
    with pytest.raises(ClockWrong):
        attend(session, {**mark(0), "marked_at": marked_at}, offset=offset)
    assert not session.marks


def test_nobody_was_at_a_cancelled_session(session: Session) -> None:
    session.cancel(at=AT, reason="A storm.")
    with pytest.raises(SessionCancelled):
        session.strangers([number(0)])
    with pytest.raises(SessionCancelled):
        session.take_tally({}, device="d", tallied_at=AT, offset=0, at=AT)


def test_strangers_are_those_without_a_mark(session: Session) -> None:
    attend(session, mark(0))
    assert session.strangers([number(0), number(1), number(1)]) == [number(1)]


def test_a_tally_never_adds_to_persons_and_the_newest_stands(session: Session) -> None:
    first, second = {"female": {"15-24": 3}}, {"female": {"15-24": 4}}
    assert session.take_tally(second, device="d", tallied_at="2026-03-03T12:00:00.000Z", offset=0, at=AT)
    assert not session.take_tally(second, device="d", tallied_at="2026-03-03T12:00:00.000Z", offset=0, at=AT)
    assert not session.take_tally(first, device="d", tallied_at="2026-03-03T11:00:00.000Z", offset=0, at=AT)
    assert (session.status, session.tally, session.attended) == ("held", second, {})
    assert not any(session.attendance.values())
    attend(session, mark(0))
    assert (session.tally, session.attended) == (second, {"male": {"15-24": 1}})
    assert told(session) == ["scheduled", "held", "attendance-recorded"]


@composite
def batches(draw: Any) -> list[tuple[str, int, list[dict[str, str]]]]:
    marks = lists(
        integers(0, 5).flatmap(
            lambda n: integers(0, 20).flatmap(lambda minute: sampled_from(MARKS).map(lambda m: mark(n, m, minute)))
        ),
        min_size=1,
        max_size=6,
    )
    return [(draw(sampled_from("abc")), draw(sampled_from([-600, 0, 600])), draw(marks)) for _ in range(draw(integers(1, 5)))]


@given(sent=batches().flatmap(lambda b: orders([*b, *b]).map(lambda twice: (b, twice))))
def test_the_end_does_not_depend_on_order_or_repetition(sent: Any) -> None:
    ends = []
    for order in sent:
        session = fresh()
        for device, offset, marks in order:
            attend(session, *marks, device=device, offset=offset)
        told(session)
        ends.append((session.marks, session.attendance, session.attended, session.status))
        came = Counter(m[3] for m in session.marks.values() if m[0] in {"present", "late"})
        assert {sex: sum(bands.values()) for sex, bands in session.attended.items()} == came
        assert sum(session.attendance.values()) == len(session.marks)
    assert ends[0] == ends[1]


def test_a_session_held_is_corrected_with_its_day(session: Session) -> None:
    attend(session, mark(0))
    session.correct(at=AT, reason="A slip.", changes={"starts_at": "2026-03-04T09:00:00.000Z"})
    assert (session.day, session.held_on) == ("2026-03-04", "2026-03-04")
    assert session.facts[-1].change == {"reason": "A slip.", "corrected": ["day", "starts_at"]}


def test_the_day_is_that_of_its_place(session: Session) -> None:
    session.revise(at=AT, starts_at="2026-03-03T23:00:00.000Z", day="2026-03-04")
    assert session.day == "2026-03-04"
    with pytest.raises(DayApart):
        session.revise(at=AT, day="2026-03-06")


def test_it_follows_its_offering_unless_it_is_cancelled() -> None:
    there = {"center_id": OTHER_CENTER, "area_id": OTHER_AREA, "at": AT}
    session = make(Session)
    assert session.relocate(**there)
    assert not session.relocate(**there)
    assert (told(session), session.facts[0].area) == (["moved"], OTHER_AREA)
    assert not make(Session, status="cancelled").relocate(**there)
