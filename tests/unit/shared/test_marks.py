"""Up to where everything was seen: in any order, any number of times."""

from hypothesis import given
from hypothesis import strategies as st

from shared.marks import Mark

positions = st.lists(st.integers(1, 40), max_size=80)


@given(st.lists(positions, max_size=6))
def test_any_order_and_repetition_come_to_the_same(batches):
    mark = Mark()
    for batch in batches:
        mark = Mark.load(mark.document())
        mark.see(batch)
    seen = {position for batch in batches for position in batch}
    assert mark.upto == next(n for n in range(42) if n + 1 not in seen)
    assert mark.beyond == {position for position in seen if position > mark.upto}


@given(st.permutations(range(1, 20)))
def test_once_all_are_seen_nothing_is_beyond(order):
    mark = Mark()
    for position in order:
        mark.see([position])
    assert mark.document() == {"upto": 19, "beyond": []}


@given(positions, positions)
def test_it_never_goes_back(first, second):
    mark = Mark()
    mark.see(first)
    before = mark.upto
    mark.see(second)
    assert mark.upto >= before


def test_nothing_was_seen_at_first():
    assert Mark.load(None) == Mark(0, set())
