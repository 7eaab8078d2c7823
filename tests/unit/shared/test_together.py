"""What is asked for at the same time is done together, and everybody gets the own answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from shared.store import together
from shared.store.loads import Loads
from shared.store.together import Alongside, Together, Turn
from tests.client import wait_until


class Slow:
    """Doubles numbers, a group at a time; the first group waits until it is released."""

    def __init__(self, pool, fitting=None, line=Together):
        self._pool, self.go, self.groups, self.fault = pool, threading.Event(), [], None
        self.together = line(self.settle, fitting) if fitting else line(self.settle)

    def settle(self, turns):
        group = [turn.asked for turn in turns]
        self.groups.append(group)
        assert self.go.wait(20)
        if self.fault in group:
            raise LookupError(self.fault)
        for turn in turns:
            turn.answer = 2 * turn.asked

    def ask(self, number):
        before = self.on_their_way
        found = self._pool.submit(self.together.one, number)
        wait_until(lambda: self.on_their_way > before and self.groups, 10)
        return found

    @property
    def on_their_way(self):
        return len(self.together._waiting) + sum(map(len, self.groups))


@pytest.fixture
def slow():
    with ThreadPoolExecutor(20) as pool:
        found = Slow(pool)
        try:
            yield found
        finally:
            found.go.set()


def test_those_who_come_meanwhile_go_together(slow):
    asked = [slow.ask(number) for number in range(6)]
    slow.go.set()
    assert [one.result(20) for one in asked] == [0, 2, 4, 6, 8, 10]
    assert slow.groups == [[0], [1, 2, 3, 4, 5]]


def test_after_a_group_of_many_the_next_one_waits_for_more(slow, monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(together, "time", SimpleNamespace(sleep=waits.append))
    asked = [slow.ask(number) for number in range(4)]
    slow.go.set()
    assert [one.result(20) for one in asked] == [0, 2, 4, 6]
    assert (slow.groups, waits) == ([[0], [1, 2, 3]], [0, 0])
    assert [slow.together.one(number) for number in (4, 5)] == [8, 10]
    assert waits[2:] == [together.MORE, 0]  # and the one after that waits for nobody, since [4] was alone


def test_an_error_reaches_all_of_its_group_and_nobody_else(slow):
    slow.fault = 2
    asked = [slow.ask(number) for number in range(3)]
    slow.go.set()
    assert asked[0].result(20) == 0
    assert [type(one.exception(20)) for one in asked[1:]] == [LookupError, LookupError]
    assert slow.together.one(7) == 14


def test_who_does_not_fit_goes_with_the_next_group():
    with ThreadPoolExecutor(20) as pool:
        slow = Slow(pool, fitting=lambda waiting: waiting[:2])
        asked = [slow.ask(number) for number in range(6)]
        slow.go.set()
        assert [one.result(20) for one in asked] == [0, 2, 4, 6, 8, 10]
    assert slow.groups == [[0], [1, 2], [3, 4], [5]]


def test_alongside_a_group_that_hangs_holds_nobody_else_but_several_have_the_next_wait_for_more(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(together, "time", SimpleNamespace(sleep=lambda seconds: seconds and over.wait(20)))
    with ThreadPoolExecutor(20) as pool:
        slow = Slow(pool, line=Alongside)
        asked = []
        for number in range(together.SEVERAL):
            asked.append(slow.ask(number))
            wait_until(lambda: len(slow.groups) == len(asked), 10)
        asked += [slow.ask(number) for number in range(3, 6)]
        assert slow.groups == [[0], [1], [2]]
        over.set()
        wait_until(lambda: len(slow.groups) == 4, 10)
        assert not any(one.done() for one in asked)
        slow.go.set()
        assert [one.result(20) for one in asked] == [0, 2, 4, 6, 8, 10]
    assert slow.groups == [[0], [1], [2], [3, 4, 5]]
    assert slow.together._groups == 0


def test_alongside_an_error_reaches_all_of_its_group_and_nobody_else():
    with ThreadPoolExecutor(20) as pool:
        slow = Slow(pool, line=Alongside)
        slow.fault = 1
        asked = [slow.ask(number) for number in range(2)]
        slow.go.set()
        assert (asked[0].result(20), type(asked[1].exception(20))) == (0, LookupError)
        assert slow.together.one(7) == 14


class Shelf:
    """Stands for a collection, and counts how often it is asked."""

    def __init__(self):
        self.asked = []

    def find_one(self, query):
        self.asked.append(query)
        return self.document(query["_id"])

    def find(self, query):
        self.asked.append(query)
        return [self.document(id_) for id_ in query["_id"]["$in"] if id_ != "none"]

    def document(self, id_):
        return None if id_ == "none" else {"_id": id_}


def test_a_query_answers_all_who_ask_for_it_at_the_same_time():
    shelf = Shelf()
    loads = Loads(shelf)  # type: ignore[arg-type]
    turns = [Turn(id_) for id_ in ("a", "b", "a", "none")]
    loads._load(turns)
    assert [turn.answer for turn in turns] == [{"_id": "a"}, {"_id": "b"}, {"_id": "a"}, None]
    assert len(shelf.asked) == 1
    assert loads.one("c") == {"_id": "c"}
