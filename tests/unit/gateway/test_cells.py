"""Roll-ups: the sum of all differences is what a recount of the last states finds."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalog import kinds
from gateway.views.cells import CELLS, difference

areas = st.sampled_from(["a1", "a2", None])
amounts = st.integers(1, 10**9).map(lambda cents: {"amount": f"{cents // 100}.{cents % 100:02d}", "currency": "KZT"})
states = {
    "session": st.fixed_dictionaries(
        {"status": st.sampled_from(["scheduled", "held"]), "area_id": areas},
        optional={"attendance": st.none() | st.dictionaries(st.sampled_from(["present", "absent"]), st.integers(0, 50))},
    ),
    "learner": st.fixed_dictionaries(
        {"status": st.sampled_from(["registered", "erased"]), "area_id": areas, "sex": st.sampled_from(["female", "male"])},
        optional={"age_band": st.sampled_from(["15-24", "25-64"])},
    ),
    "contribution": st.fixed_dictionaries(
        {"status": st.sampled_from(["pledged", "received", "used", "acknowledged", "cancelled"]), "area_id": areas},
        optional={"value": st.none() | amounts, "community": st.booleans()},
    ),
    "case": st.fixed_dictionaries(
        {"status": st.sampled_from(["received", "closed"]), "area_id": areas}, optional={"kind": st.sampled_from(["idea"])}
    ),
    "center": st.fixed_dictionaries({"status": st.sampled_from(["active", "closed"]), "area_id": areas}),
}
lives = st.sampled_from(sorted(states)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(states[kind], min_size=1, max_size=6))
)


@given(st.lists(lives, max_size=8))
def test_differences_add_up_to_a_recount(told):
    summed, recounted = Counter[object](), Counter[object]()
    for kind, life in told:
        for held, new in zip([None, *life], life, strict=False):
            summed.update(difference(kind, held, new))
        recounted.update(difference(kind, None, life[-1]))
    assert {key: n for key, n in summed.items() if n} == dict(recounted)


@given(lives)
def test_the_same_again_changes_nothing(told):
    kind, life = told
    assert difference(kind, life[0], life[0]) == {}


def test_a_move_takes_the_count_along():
    held, new = {"status": "active", "area_id": "a1"}, {"status": "active", "area_id": "a2"}
    cell = ("centers", "active", "")
    assert difference("center", held, new) == {("a1", cell): -1, ("a2", cell): 1}


def test_money_is_counted_in_hundredths_once_it_has_come():
    given_ = {"area_id": "a", "value": {"amount": "1500.05", "currency": "MNT"}, "community": False}
    assert difference("contribution", None, {**given_, "status": "pledged"}) == {("a", ("contributions", "pledged", "")): 1}
    assert difference("contribution", None, {**given_, "status": "received"})["a", ("mobilised", "MNT", "partner")] == 150005


def test_what_is_not_counted_is_passed_over():
    assert difference("vitality", None, {"status": "", "area_id": "a"}) == {}


@pytest.mark.parametrize("kind", CELLS)
def test_every_kind_that_is_counted_can_be_counted_by_its_example(kind):
    assert difference(kind, None, dict(kinds()[kind][1].example))
