"""Centers: what their life-cycle draws is possible, and nothing else."""

import pytest

from services.registry.model import Center
from services.registry.model.center import DormancyNotProposed, FoundedInFuture, MergedIntoItself, NoPlaceToGo, StillAlive
from shared.errors import ChangeNotPossible
from tests.unit.registry.conftest import AREA, AT, TODAY, number, told

WHY = {"at": AT, "reason": "Decided by the district."}
CHANGES = {
    "registered": lambda one: one.register(at=AT),
    "activated": lambda one: one.activate(at=AT),
    "dormancy-confirmed": lambda one: one.confirm_dormancy(**WHY),
    "revived": lambda one: one.revive(**WHY),
    "suspended": lambda one: one.suspend(**WHY),
    "reopened": lambda one: one.reopen(**WHY),
    "closed": lambda one: one.close(**WHY),
    "merged": lambda one: one.merge(into=Center(id=number(9), code="x", name={}, status="active"), **WHY),
}
DRAWN = {
    "proposed": {"registered": "registered"},
    "registered": {"activated": "active"},
    "active": {"dormancy-confirmed": "dormant", "suspended": "suspended", "closed": "closed", "merged": "merged"},
    "dormant": {"revived": "active", "suspended": "suspended", "closed": "closed", "merged": "merged"},
    "suspended": {"reopened": "active", "closed": "closed", "merged": "merged"},
    "closed": {},
    "merged": {},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("status", DRAWN)
def test_every_change_that_is_not_drawn_is_refused_and_changes_nothing(center, status, change):
    one = center(status, flags=["dormancy_proposed"])
    if change in DRAWN[status]:
        CHANGES[change](one)
        assert one.status == DRAWN[status][change]
        assert told(one) == [change]
        return
    before = one.document()
    with pytest.raises(ChangeNotPossible):
        CHANGES[change](one)
    assert (one.document(), one.facts) == (before, [])


def test_the_table_is_the_life_cycle():
    assert {status: set(to.values()) for status, to in DRAWN.items()} == {s: set(to) for s, to in Center.LIFE.items()}


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_what_has_ended_is_neither_revised_nor_visited(center, status):
    for change in (lambda one: one.revise(today=TODAY, at=AT, rooms=9), lambda one: one.verify(on=TODAY, today=TODAY, at=AT)):
        one = center(status)
        with pytest.raises(ChangeNotPossible):
            change(one)
        assert one.facts == []


def test_a_new_center_is_proposed_or_entered():
    described = {"id": number(1), "area_id": AREA, "code": "C", "name": {"kk": "Арал"}, "founded_on": "2015"}
    proposed, entered = (make(today=TODAY, at=AT, **described) for make in (Center.propose, Center.enter))
    assert (proposed.status, told(proposed)) == ("proposed", ["proposed"])
    assert (entered.status, told(entered)) == ("active", ["entered"])


@pytest.mark.parametrize("founded_on", ["2026-03-11", "2027"])
def test_nobody_founds_a_center_tomorrow(center, founded_on):
    with pytest.raises(FoundedInFuture):
        Center.propose(id=number(1), area_id=AREA, code="C", name={}, founded_on=founded_on, today=TODAY, at=AT)
    one = center()
    with pytest.raises(FoundedInFuture):
        one.revise(today=TODAY, at=AT, founded_on=founded_on)
    assert one.facts == []


def test_revised_without_a_change_nothing_is_told(center):
    one = center()
    one.revise(today=TODAY, at=AT, rooms=one.rooms, name=one.name)
    assert told(one) == []
    one.revise(today=TODAY, at=AT, rooms=9, accessible=True)
    assert told(one) == ["revised"]
    assert one.facts[0].change == {"revised": ["accessible", "rooms"]}


def test_a_visit_before_the_last_one_does_not_take_it_back(center):
    one = center(verified_on="2026-03-01")
    one.verify(on="2026-02-01", today=TODAY, at=AT)
    assert (one.verified_on, told(one)) == ("2026-03-01", ["verified"])


@pytest.mark.parametrize(
    ("last_sign", "verified_on", "is_silent"),
    [(None, None, True), ("2025-09-09", None, True), ("2025-09-10", None, False), (None, "2025-12-01", False),
     ("2025-01-01", "2025-09-09", True), ("2026-01-01", "2025-01-01", False)],
)  # fmt: skip
def test_dormancy_is_proposed_of_the_silent_only(center, last_sign, verified_on, is_silent):
    one = center(verified_on=verified_on)
    proposal = {"last_sign": last_sign, "silent_before": "2025-09-10", **WHY}
    if is_silent:
        one.propose_dormancy(**proposal)
        assert (one.flags, told(one)) == (["dormancy_proposed"], ["dormancy-proposed"])
    else:
        with pytest.raises(StillAlive):
            one.propose_dormancy(**proposal)
        assert one.facts == []


def test_dormancy_is_confirmed_appealed_and_ended(center):
    one = center()
    for change in (one.confirm_dormancy, one.appeal_dormancy):
        with pytest.raises(DormancyNotProposed):
            change(**WHY)
    one.propose_dormancy(last_sign=None, silent_before=TODAY, **WHY)
    one.confirm_dormancy(**WHY)
    one.appeal_dormancy(**WHY)
    assert one.flags == ["dormancy_appealed"]
    one.revive(**WHY)
    assert (one.status, one.flags) == ("active", [])
    assert told(one) == ["dormancy-proposed", "dormancy-confirmed", "dormancy-appealed", "revived"]


@pytest.mark.parametrize("status", ["proposed", "suspended", "closed", "merged"])
def test_it_is_merged_into_one_that_goes_on(center, status):
    one = center()
    with pytest.raises(NoPlaceToGo):
        one.merge(into=Center(id=number(9), code="x", name={}, status=status), **WHY)
    with pytest.raises(MergedIntoItself):
        one.merge(into=one, **WHY)
    assert (one.merged_into, one.facts) == (None, [])


def test_a_refused_end_leaves_no_reason_behind(center):
    one = center("closed", ended_because="long ago")
    with pytest.raises(ChangeNotPossible):
        one.close(**WHY)
    assert one.ended_because == "long ago"
