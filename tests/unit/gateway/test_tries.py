"""Tries are counted beforehand, given back unless wrong, forgotten in time, and never take more than their room."""

import falcon
import pytest
from falcon import testing

from gateway.tries import LASTS, OF_A_THING, OF_AN_ADDRESS, TooManyTries, Tries, address_of


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def wrong(tries: Tries, thing: str = "A", address: str = "1.1.1.1") -> None:
    with tries.one(thing, address) as one:
        one.wrong = True


def test_wrong_ones_are_counted_for_the_thing():
    tries = Tries()
    for number in range(OF_A_THING):
        wrong(tries, address=str(number))
    with pytest.raises(TooManyTries):
        wrong(tries, address="another")
    wrong(tries, thing="B")


def test_wrong_ones_are_counted_for_the_address():
    tries = Tries()
    for number in range(OF_AN_ADDRESS):
        wrong(tries, thing=str(number))
    with pytest.raises(TooManyTries):
        wrong(tries, thing="another")
    wrong(tries, thing="another", address="2.2.2.2")


def test_those_that_are_not_wrong_are_given_back():
    tries = Tries()
    for _ in range(OF_AN_ADDRESS + 1):
        with tries.one("A", "1.1.1.1"):
            pass
        with pytest.raises(ZeroDivisionError), tries.one("A", "1.1.1.1"):
            raise ZeroDivisionError
    assert not tries._counts


def test_many_at_once_are_no_way_round():
    tries = Tries()
    under_way = [tries.one("A", "1.1.1.1") for _ in range(OF_A_THING)]
    for one in under_way:
        one.__enter__()
    with pytest.raises(TooManyTries):
        wrong(tries)


def test_a_quarter_of_an_hour_later_they_are_forgotten():
    clock = Clock()
    tries = Tries(clock=clock)
    for _ in range(OF_A_THING):
        wrong(tries)
        clock.now += 1
    with pytest.raises(TooManyTries) as refused:
        wrong(tries)
    assert refused.value.params["seconds"] == LASTS - OF_A_THING + 1
    clock.now = LASTS
    wrong(tries)
    assert len(tries._counts) == 2


def test_they_take_no_more_than_their_room():
    tries = Tries(room=10)
    for number in range(1000):
        wrong(tries, thing=str(number), address=str(number))
    assert len(tries._counts) == 10


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("5.5.5.5", None, "5.5.5.5"),
        ("5.5.5.5", "9.9.9.9", "5.5.5.5"),
        ("10.0.0.1", "9.9.9.9, 8.8.8.8", "8.8.8.8"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("2001:db8::1", None, "2001:db8::/64"),
        ("2001:db8::ffff:1", None, "2001:db8::/64"),
    ],
)
def test_an_address_is_the_peers_unless_a_proxy_of_ours_names_another(peer, told, address):
    headers = {"X-Forwarded-For": told} if told is not None else {}
    req = falcon.Request(testing.create_environ(headers=headers, remote_addr=peer))
    assert address_of(req, frozenset({"10.0.0.1"})) == address
