"""What concerns the same thing is done one after the other."""

from functools import partial

from shared.entrypoints.turns import Turns


def test_those_at_one_thing_go_in_the_order_in_which_they_came():
    turns, gone = Turns(), list[str]()
    for name in "abc":
        turns.take("center", partial(gone.append, name))
    assert gone == ["a"]
    turns.give("center")
    assert gone == ["a", "b"]
    turns.give("center")
    assert gone == ["a", "b", "c"]


def test_those_at_different_things_do_not_wait():
    turns, gone = Turns(), list[str]()
    for thing in ("center", "need"):
        turns.take(thing, partial(gone.append, thing))
    assert gone == ["center", "need"]


def test_a_thing_that_was_given_back_is_free():
    turns, gone = Turns(), list[str]()
    for name in "ab":
        turns.take("center", partial(gone.append, name))
        turns.give("center")
    assert gone == ["a", "b"]
