"""Areas: a tree that changes on dates, in which nothing lies below itself."""

import pytest

from services.registry.model import Import, Vitality
from services.registry.model.area import AreaOwnAncestor, DatedTooEarly, ParentRetired
from shared.errors import ChangeNotPossible
from tests.unit.registry.conftest import AREA, AT, number, told

WHY = {"at": AT, "reason": "By decree."}


def test_it_is_defined_below_its_parent(area):
    region = area("1", 1)
    district = area("11", 2, region)
    assert (district.parent_id, district.area_id) == (region.id, district.id)
    assert district.parents == [{"parent_id": region.id, "since": "2024-01-01"}]
    assert told(district) == ["defined"]


def test_nothing_is_put_below_what_is_retired(area):
    gone, other = area("1", 1), area("2", 2)
    gone.retire(successors=[other.id], how="retired", **WHY)
    with pytest.raises(ParentRetired) as refused:
        area("11", 3, gone)
    assert other.id in refused.value.advice
    with pytest.raises(ParentRetired):
        other.relocate(parent=gone, ancestors={gone.id}, since="2026-01-01", **WHY)
    assert told(other) == ["defined"]


def test_it_is_never_its_own_ancestor(area):
    region, district = area("1", 1), area("11", 2)
    for ancestors in ({region.id}, {district.id, region.id}):
        with pytest.raises(AreaOwnAncestor):
            region.relocate(parent=district, ancestors=ancestors, since="2026-01-01", **WHY)
    assert told(region) == ["defined"]


def test_changes_are_dated_in_their_order(area):
    one, other = area("1", 1, since="2025-06-01"), area("2", 2)
    with pytest.raises(DatedTooEarly):
        one.recode(code="9", since="2025-05-31", **WHY)
    with pytest.raises(DatedTooEarly):
        one.relocate(parent=other, ancestors={other.id}, since="2025-05-31", **WHY)
    assert (one.code, one.parent_id, told(one)) == ("1", None, ["defined"])
    one.recode(code="9", since="2025-06-01", **WHY)
    one.relocate(parent=other, ancestors={other.id}, since="2026-01-01", **WHY)
    one.relocate(parent=None, ancestors=set(), since="2026-02-01", **WHY)
    assert [dated["code"] for dated in one.codes] == ["1", "9"]
    assert [dated["parent_id"] for dated in one.parents] == [None, other.id, None]
    assert told(one) == ["defined", "recoded", "moved", "moved"]


@pytest.mark.parametrize("how", ["retired", "split", "merged"])
def test_once_retired_it_changes_no_more(area, how):
    one = area()
    one.retire(successors=[number(2)], how=how, **WHY)
    assert told(one) == ["defined", how]
    changes = [
        lambda: one.revise(at=AT, rural=True),
        lambda: one.recode(code="9", since="2026-01-01", **WHY),
        lambda: one.relocate(parent=None, ancestors=set(), since="2026-01-01", **WHY),
        lambda: one.succeed([number(3)], at=AT),
        lambda: one.retire(successors=[], how="retired", **WHY),
    ]
    for change in changes:
        before = one.document()
        with pytest.raises(ChangeNotPossible):
            change()
        assert one.document() == before


def test_revised_without_a_change_nothing_is_told(area):
    one = area()
    one.revise(at=AT, name={"kk": "Арал"})
    assert told(one) == ["defined"]
    one.revise(at=AT, rural=True, level="audan")
    assert one.facts[-1].change == {"revised": ["level", "rural"]}


def test_successors_know_whose_place_they_take(area):
    one = area()
    one.succeed([number(2)], at=AT)
    one.succeed([number(3)], at=AT)
    assert one.predecessors == [number(2), number(3)]
    assert one.facts[1].state["predecessors"] == [number(2)]
    assert told(one) == ["defined", "succeeded", "succeeded"]


def test_a_sign_of_life_counts_by_the_day_that_it_happened():
    life = Vitality(id=number(1), center_id=number(1), area_id=AREA)
    assert life.show("session-held", on="2026-03-01", at=AT)
    assert not life.show("session-held", on="2026-03-01", at=AT)
    assert not life.show("session-held", on="2026-02-01", at=AT)
    assert life.show("verified", on="2026-01-01", at=AT)
    assert (life.last_on, life.signs) == ("2026-03-01", {"session-held": "2026-03-01", "verified": "2026-01-01"})
    assert told(life) == ["evidenced", "evidenced"]


def test_an_import_goes_its_way_once():
    one = Import.receive(id=number(1), of="centers", filename="c.csv", language="en", asked_by={"id": "u"}, at=AT)
    one.judge(counts={"rows": 3}, warnings=[], at=AT)
    one.go_on(rows=[{"row": 2}], at=AT)
    one.finish(counts={"rows": 3}, mending_id=None, at=AT)
    assert one.progress == {"done": 1, "of": 3}
    assert told(one) == ["received", "judged", "progressed", "finished"]
    assert "asked_by" not in one.facts[0].state
    with pytest.raises(ChangeNotPossible):
        one.refuse(because={"code": "x"}, at=AT)
