"""Offerings: where and when they may be, who gets a place, and what happens to them with their center."""

from collections.abc import Callable
from typing import Any

import pytest

from services.programs.model import Offering, Program
from services.programs.model.center import CenterGone, CenterNotActive, lasting
from services.programs.model.dates import DatesReversed, NotYetPast
from services.programs.model.places import OfferingFull, OfferingNotOpen, PlacesTaken
from shared.errors import ChangeNotPossible
from tests.unit.programs.conftest import ACTIVE, AREA, AT, CENTER, OTHER_AREA, OTHER_CENTER, TODAY, make, number, told

Build = Callable[..., Offering]


def plan(center: dict[str, str] = ACTIVE, **changed: Any) -> Offering:
    described = {"places": 2, "starts_on": "2026-03-01", "ends_on": "2026-05-31", **changed}
    return Offering.plan(make(Program), id=number(1), center=center, center_id=CENTER, at=AT, **described)


def test_it_copies_what_statistics_are_split_by() -> None:
    offering, program = plan(), make(Program)
    assert (offering.program_kind, offering.field, offering.need_ids) == (program.kind, program.field, program.need_ids)
    assert offering.facts[0].area == AREA
    assert told(offering) == ["planned"]


@pytest.mark.parametrize("status", ["proposed", "registered", "dormant", "suspended", "closed", "merged"])
def test_nothing_is_run_at_a_center_that_is_not_active(status: str) -> None:
    with pytest.raises(CenterNotActive):
        plan({"status": status, "area_id": AREA})
    with pytest.raises(CenterNotActive):
        make(Offering, status="planned").open(center={"status": status}, at=AT)


def test_nothing_is_begun_at_a_center_that_has_ended() -> None:
    lasting({"status": "dormant"})
    for status in ("closed", "merged"):
        with pytest.raises(CenterGone):
            lasting({"status": status})


def test_it_does_not_end_before_it_begins() -> None:
    with pytest.raises(DatesReversed):
        plan(ends_on="2026-02-28")
    with pytest.raises(DatesReversed):
        plan().revise(at=AT, starts_on="2026-06-01")
    with pytest.raises(DatesReversed):
        plan().correct(at=AT, reason="A slip.", changes={"ends_on": "2026-01-01"})
    with pytest.raises(DatesReversed):
        make(Offering, status="running", starts_on="2026-03-02").complete(on="2026-03-01", today=TODAY, at=AT)
    with pytest.raises(NotYetPast):
        make(Offering, status="running").complete(on="2026-03-11", today=TODAY, at=AT)


def test_places_then_the_waiting_line_then_no_more(offering: Build) -> None:
    full = offering()
    assert [full.enrol(e, waitlist=True, at=AT) for e in "abcd"] == [0, 0, 1, 2]
    with pytest.raises(OfferingFull):
        full.enrol("e", waitlist=False, at=AT)
    assert (full.enrolled, full.waitlisted, full.waitlist) == (2, 2, ["c", "d"])


def test_a_free_place_goes_to_the_first_who_waits(offering: Build) -> None:
    full = offering(enrolled=2, waitlisted=3, waitlist=["c", "d", "e"])
    assert full.leave("c", was="waitlisted", at=AT) == []
    assert full.leave("a", was="enrolled", at=AT) == ["d"]
    assert (full.enrolled, full.waitlist) == (2, ["e"])
    assert full.revise(places=4, at=AT) == ["e"]
    assert (full.enrolled, full.waitlisted) == (3, 0)


def test_places_that_are_taken_cannot_be_given_up(offering: Build) -> None:
    with pytest.raises(PlacesTaken):
        offering(enrolled=2).revise(places=1, at=AT)


@pytest.mark.parametrize("status", ["planned", "on_hold", "completed", "cancelled"])
def test_only_an_open_or_running_offering_takes_learners(offering: Build, status: str) -> None:
    closed = offering(status=status)
    for take in (lambda: closed.enrol("a", waitlist=True, at=AT), lambda: closed.apply(at=AT)):
        with pytest.raises(OfferingNotOpen):
            take()


def test_a_walk_in_can_still_be_admitted_after_the_end(offering: Build) -> None:
    over = offering(status="completed", provisional=1)
    assert over.enrol("w", was="provisional", waitlist=False, at=AT) == 0
    assert over.leave("w", was="enrolled", completing=True, at=AT) == []
    assert (over.provisional, over.enrolled, over.completed) == (0, 0, 1)


def test_completing_counts_the_enrolled_and_leaves_walk_ins(offering: Build) -> None:
    running = offering(status="running", enrolled=2, waitlisted=1, waitlist=["c"], applied=1, provisional=3)
    running.complete(on=TODAY, today=TODAY, at=AT)
    counted = (running.completed, running.enrolled, running.waitlisted, running.applied, running.provisional)
    assert counted == (2, 0, 0, 0, 3)
    assert (running.completed_on, told(running)) == (TODAY, ["completed"])


@pytest.mark.parametrize("before", ["planned", "open", "running"])
def test_on_hold_it_remembers_where_it_was(offering: Build, before: str) -> None:
    held = offering(status=before)
    assert held.hold(at=AT)
    assert not held.hold(at=AT)
    assert "status_before" not in held.state()
    with pytest.raises(ChangeNotPossible):
        held.open(center=ACTIVE, at=AT)
    assert held.resume(at=AT) == []
    assert held.resume(at=AT) is None
    assert (held.status, told(held)) == (before, ["put-on-hold", "resumed"])


def test_places_that_became_free_on_hold_are_given_when_it_goes_on(offering: Build) -> None:
    held = offering(status="running", enrolled=2, waitlisted=1, waitlist=["c"])
    held.hold(at=AT)
    assert held.leave("a", was="enrolled", at=AT) == []
    assert held.resume(at=AT) == ["c"]


def test_it_moves_with_its_center(offering: Build) -> None:
    moved = offering()
    assert moved.relocate(center_id=OTHER_CENTER, area_id=OTHER_AREA, at=AT)
    assert not moved.relocate(center_id=OTHER_CENTER, area_id=OTHER_AREA, at=AT)
    assert (told(moved), moved.facts[0].area, moved.facts[0].change) == (["moved"], OTHER_AREA, {"before": CENTER})


def test_after_the_end_it_is_corrected_and_no_longer_revised() -> None:
    over = make(Offering, status="completed", completed_on="2026-03-09", starts_on="2026-03-01")
    with pytest.raises(OfferingNotOpen):
        over.revise(at=AT, places=30)
    over.correct(at=AT, reason="A slip.", changes={"completed_on": "2026-03-08"}, today=TODAY)
    assert told(over) == ["corrected"]
    with pytest.raises(NotYetPast):
        over.correct(at=AT, reason="A slip.", changes={"completed_on": "2026-03-11"}, today=TODAY)
    with pytest.raises(OfferingNotOpen):
        make(Offering).correct(at=AT, reason="A slip.", changes={"completed_on": "2026-03-08"}, today=TODAY)


@pytest.mark.parametrize("status", ["on_hold", "completed", "cancelled"])
def test_no_session_is_fixed_while_it_rests_or_after_the_end(status: str) -> None:
    make(Offering, status="planned").meet()
    with pytest.raises(OfferingNotOpen):
        make(Offering, status=status).meet()
