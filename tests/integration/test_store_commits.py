"""Commands that are decided at the same time share a transaction, and nobody pays for another's fault."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from shared.store import Store, Work
from shared.store.store import AlreadyTaken
from tests.client import wait_until
from tests.integration.jars import Jar, because, do, entries, filled, open_jar, opened


class Held:
    """A store whose first transaction waits, so that all that is asked meanwhile must share the next."""

    def __init__(self, store: Store, pool: ThreadPoolExecutor) -> None:
        self._store, self._pool, self._go = store, pool, threading.Event()
        self.sizes: list[int] = []
        self._together = store._commits.together

    def together(self, done: Any) -> None:
        """In place of the store's own."""
        self.sizes.append(len(done))
        assert self._go.wait(20)
        self._together(done)

    def ask(self, use: Any, *args: Any, **cause: Any) -> Future[Any]:
        """Ask for something, and wait until it is on its way to the transaction."""
        waiting = len(self._store._commits._together._waiting) + sum(self.sizes[:1])
        found = self._pool.submit(do, self._store, use, *args, cause=because(**cause))
        wait_until(lambda: len(self._store._commits._together._waiting) + sum(self.sizes[:1]) > waiting, 10)
        return found

    def release(self) -> None:
        """Let them go."""
        self._go.set()


@pytest.fixture
def held(jars, monkeypatch):
    @contextmanager
    def begin() -> Iterator[Held]:
        with ThreadPoolExecutor(20) as pool:
            found = Held(jars, pool)
            with monkeypatch.context() as place:
                place.setattr(jars._commits, "together", found.together)
                try:
                    yield found
                finally:
                    found.release()

    return begin


def test_what_is_decided_at_the_same_time_is_committed_together(jars, held):
    ids = [open_jar(jars) for _ in range(6)]
    with held() as asked:
        replies = [asked.ask(filled, id_) for id_ in ids]
        asked.release()
        assert [reply.result(20).version for reply in replies] == [2] * 6
    assert asked.sizes == [1, 5]
    assert len({entry["_id"] for entry in entries(jars)}) == 12


def test_what_touches_the_same_never_shares_a_transaction(jars, held):
    id_, other = open_jar(jars), open_jar(jars)
    with held() as asked:
        replies = [asked.ask(filled, one) for one in (other, id_, id_, id_)]
        asked.release()
        assert sorted(reply.result(20).version for reply in replies) == [2, 2, 3, 4]
    assert jars.collection(Jar).find_one({"_id": id_})["beans"] == 3


def test_a_value_that_is_taken_is_refused_to_one_and_to_no_other(jars, held):
    id_ = open_jar(jars)
    with held() as asked:
        replies = [
            asked.ask(use, argument) for use, argument in ((filled, id_), (opened, "same"), (opened, "same"), (opened, "else"))
        ]
        asked.release()
        refused = [reply.exception(20) for reply in replies]
    assert sum(isinstance(error, AlreadyTaken) for error in refused) == 1
    assert [type(error) for error in (refused[0], refused[3])] == [type(None)] * 2


@pytest.mark.parametrize("unfit", [2**70, "x" * 17_000_000, "\ud800"], ids=["a number", "a size", "a sign"])
def test_what_no_database_can_hold_fails_by_itself(jars, held, unfit):
    ids = [open_jar(jars) for _ in range(3)]

    def spoilt(work: Work) -> Jar:
        jar = work.get(Jar, ids[0])
        jar.record("filled", at=work.now, beans=unfit)
        return jar

    with held() as asked:
        first = asked.ask(filled, ids[1])
        bad, good = asked.ask(spoilt), asked.ask(filled, ids[2])
        asked.release()
        assert first.result(20).version == 2
        assert bad.exception(20) is not None
        assert good.result(20).version == 2
    assert jars.collection(Jar).find_one({"_id": ids[0]})["version"] == 1


def test_twins_in_one_group_have_one_effect(jars, held):
    id_, other = open_jar(jars), open_jar(jars)
    with held() as asked:
        asked.ask(filled, other)
        replies = [asked.ask(filled, id_, key="twin") for _ in range(4)]
        asked.release()
        assert {reply.result(20).version for reply in replies} == {2}
    assert jars.collection(Jar).find_one({"_id": id_})["beans"] == 1
