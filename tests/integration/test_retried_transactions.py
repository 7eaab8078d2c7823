"""Transactions that fail on the way, or of which nobody knows how they ended, are tried again and apply once.

The database is told to fail (its `failCommand`), while clients append to lists, two at a time, and send again with the same key
what they got no answer to. What they were told is then held against what is there.
"""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.events import Aggregate
from shared.store import Reply, Store, Work
from shared.store.store import TooBusy
from tests.integration.jars import AREA, because, entries
from tests.integration.list_append import Transaction, anomalies, told

pytestmark = pytest.mark.slow
CLIENTS, EACH, LISTS = 4, 8, 4
STATEMENTS = ["insert", "update", "bulkWrite"]
COMMIT = ["commitTransaction"]
TRANSIENT = ["TransientTransactionError"]
UNKNOWN = {"code": 64, "errmsg": "nobody knows"}  # the driver takes it for an UnknownTransactionCommitResult
FAULTS: dict[str, dict[str, Any]] = {
    "a conflict in the transaction": {"failCommands": STATEMENTS, "errorCode": 112, "errorLabels": TRANSIENT},
    "a conflict at the commit": {"failCommands": COMMIT, "errorCode": 112, "errorLabels": TRANSIENT},
    "a commit with an unknown end": {"failCommands": COMMIT, "writeConcernError": UNKNOWN},
    "no longer the primary": {"failCommands": [*STATEMENTS, *COMMIT], "errorCode": 10107},
    "a connection that is lost in the transaction": {"failCommands": STATEMENTS, "closeConnection": True},
    "a connection that is lost at the commit": {"failCommands": COMMIT, "closeConnection": True},
}


@dataclass(kw_only=True)
class Shelf(Aggregate):
    """A list that things are appended to."""

    KIND = "shelf"

    items: list[str] = field(default_factory=list)


def opened(work: Work) -> Shelf:
    shelf = work.add(Shelf(id=work.new_id(), area_id=AREA))
    shelf.record("opened", at=work.now)
    return shelf


def appended(work: Work, ids: tuple[str, ...], value: str) -> Shelf:
    """Append a value to several lists."""
    shelves = [work.get(Shelf, id_) for id_ in ids]
    for shelf in shelves:
        shelf.items = [*shelf.items, value]
        shelf.record("appended", at=work.now, value=value)
    return shelves[0]


@pytest.fixture
def shelves(store):
    return store([Shelf])


@pytest.fixture
def failing(mongo):
    """``with failing(fault) as counted:`` one of five such commands fails; `counted()` tells how many have."""

    def fail(mode: Any, **fault: Any) -> int:
        answer = mongo.admin.command({"configureFailPoint": "failCommand", "mode": mode, **({"data": fault} if fault else {})})
        return int(answer["count"])

    @contextmanager
    def begin(fault: dict[str, Any]) -> Iterator[Any]:
        before = fail({"activationProbability": 0.2}, **fault)
        ended: list[int] = []
        try:
            yield lambda: ended[0] - before
        finally:
            ended.append(fail("off"))

    return begin


def insistently(store: Store, ids: tuple[str, ...], value: str) -> Reply:
    """Append as a client does, which sends again with the same key what was not answered."""
    cause, over = because(), threading.Event()
    for _ in range(200):
        try:
            reply = store.carry_out(cause, lambda work: appended(work, ids, value))
        except (Unavailable, TooBusy):
            over.wait(0.01)
            continue
        assert reply is not None
        return reply
    raise AssertionError(f"{value} was never answered")


def client(store: Store, ids: list[str], number: int) -> list[tuple[str, tuple[str, ...], Reply]]:
    """Append again and again; what was appended, to which lists, and the answer."""
    chance = random.Random(number)  # noqa: S311
    asked = [(f"{number}.{turn}", tuple(chance.sample(ids, 2))) for turn in range(EACH)]
    return [(value, chosen, insistently(store, chosen, value)) for value, chosen in asked]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_tried_again_applies_once(shelves, failing, fault):
    ids = [shelves.carry_out(because(), opened).id for _ in range(LISTS)]
    with failing(FAULTS[fault]) as counted, ThreadPoolExecutor(CLIENTS) as pool:
        done = [one for some in pool.map(lambda number: client(shelves, ids, number), range(CLIENTS)) for one in some]
    assert counted() > 0, "nothing has failed"
    lists = {shelf["_id"]: shelf["items"] for shelf in shelves.collection(Shelf).find()}
    history = list(told([entry for entry in entries(shelves) if entry["facts"][0]["change"]], "value"))
    assert list(anomalies(lists, history)) == []
    assert len(history) == len(done) == CLIENTS * EACH
    by_value = {one.value: one for one in history}
    for value, chosen, reply in done:  # what the clients were told is what has happened
        assert by_value[value].appends == set(chosen)
        assert reply.state["items"] == [*by_value[value].reads[chosen[0]], value]


CIRCLES: dict[str, tuple[dict[str, list[str]], list[Transaction]]] = {
    "a value that stands twice": ({"x": ["a", "a"]}, [Transaction("a", {}, frozenset("x"))]),
    "a value that is lost": ({"x": []}, [Transaction("a", {}, frozenset("x"))]),
    "a value of what was refused": ({"x": ["a"]}, []),
    "a read of what never was": ({"x": ["a"]}, [Transaction("a", {}, frozenset("x")), Transaction("r", {"x": ["b"]})]),
    "two orders": (
        {"x": ["a", "b"], "y": ["b", "a"]},
        [Transaction("a", {}, frozenset("xy")), Transaction("b", {}, frozenset("xy"))],
    ),
    "a lost update": (
        {"x": ["a", "b"]},
        [Transaction("a", {"x": []}, frozenset("x")), Transaction("b", {"x": []}, frozenset("x"))],
    ),
    "a write skew": (
        {"x": ["a"], "y": ["b"]},
        [Transaction("a", {"y": []}, frozenset("x")), Transaction("b", {"x": []}, frozenset("y"))],
    ),
    "half of a transaction": (
        {"x": ["a"], "y": ["a"]},
        [Transaction("a", {}, frozenset("xy")), Transaction("r", {"x": ["a"], "y": []})],
    ),
}


@pytest.mark.parametrize("what", CIRCLES)
def test_what_cannot_have_happened_is_found(what):
    assert list(anomalies(*CIRCLES[what]))


def test_what_can_have_happened_is_not_found():
    first, second = Transaction("a", {"x": []}, frozenset("xy")), Transaction("b", {"x": ["a"]}, frozenset("x"))
    reader = Transaction("r", {"x": ["a"], "y": ["a"]})
    assert list(anomalies({"x": ["a", "b"], "y": ["a"]}, [first, second, reader])) == []
