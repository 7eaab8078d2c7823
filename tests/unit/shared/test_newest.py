"""What a batch tells that is new, and what is passed over."""

from shared.envelope import Event
from shared.newest import newest_of


def told(subject: str | None, version: int | None) -> Event:
    return Event(id="", source="/a", type="toono.a.b.c", time="", subject=subject, version=version)


def test_of_each_thing_the_newest_is_taken_whatever_order_they_come_in():
    second, third, other = told("x", 2), told("x", 3), told("y", 1)
    newest, passed_over = newest_of([third, other, second], {"x": 1})
    assert newest == {"x": third, "y": other}
    assert passed_over == [second]


def test_those_before_the_newest_are_not_passed_over():
    first, second = told("x", 1), told("x", 2)
    assert newest_of([first, second], {}) == ({"x": second}, [])


def test_what_is_held_or_came_before_is_passed_over():
    again, new = told("x", 4), told("x", 5)
    assert newest_of([again, new, new], {"x": 4}) == ({"x": new}, [again, new])


def test_what_is_about_nothing_says_nothing():
    assert newest_of([told(None, None), told("x", None)], {}) == ({}, [])
