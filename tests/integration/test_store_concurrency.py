"""Many at once: twins have one effect, and of changes to one aggregate none is lost."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.store import Reply, Store
from shared.store.store import TooBusy
from tests.integration.jars import Jar, because, closed, do, entries, filled, open_jar, opened


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What each of `count` threads returns that begin at the same time."""
    gate = threading.Barrier(count)

    def begin(number: int) -> Any:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


@pytest.mark.parametrize("use", ["opened", "filled", "closed"])
def test_concurrent_twins_have_one_effect_and_one_answer(jars, use):
    id_, cause = open_jar(jars), because()
    uses: dict[str, Any] = {"opened": (opened, "twin"), "filled": (filled, id_), "closed": (closed, id_)}
    replies: list[Reply] = at_once(8, lambda _: do(jars, *uses[use], cause=cause))
    assert len({(reply.id, reply.version, str(reply.state)) for reply in replies}) == 1
    assert sum(not reply.repeated for reply in replies) == 1
    assert len(entries(jars)) == 2


def insistently(store: Store, id_: str) -> Reply:
    """Fill a jar as a client does, which sends what was too early again with the same key."""
    cause = because()
    while True:
        try:
            return do(store, filled, id_, cause=cause)
        except TooBusy:
            continue


def test_sixteen_at_one_aggregate_lose_no_update(jars):
    id_ = open_jar(jars)
    replies = at_once(16, lambda _: insistently(jars, id_))
    assert sorted(reply.version for reply in replies) == list(range(2, 18))
    assert jars.collection(Jar).find_one()["beans"] == 16
    assert [fact["version"] for entry in entries(jars) for fact in entry["facts"]] == list(range(1, 18))


def test_a_receipt_that_is_on_no_majority_yet_is_waited_for(jars, monkeypatch):
    """As while another member becomes primary: the entry is in the way of its twin, and cannot be read for sure yet."""
    id_, cause = open_jar(jars), because()
    first, seen = do(jars, filled, id_, cause=cause), jars._receipt
    since = time.monotonic() + 0.2
    monkeypatch.setattr(jars, "_receipt", lambda asked: seen(asked) if time.monotonic() > since else None)
    assert do(jars, filled, id_, cause=cause).version == first.version
    assert len(entries(jars)) == 2
