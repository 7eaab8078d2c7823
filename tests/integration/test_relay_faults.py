"""The relay when things go wrong: it stops and begins anew, and no fact gets two positions or none."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo.errors import BulkWriteError, PyMongoError

from shared.publisher import PublishFailed
from shared.relay import Relay
from shared.relay import head as heads
from shared.relay.head import Head, LeaseLost
from shared.relay.numbering import number
from tests.client import wait_until
from tests.integration.jars import changed, do, filled, open_jar
from tests.integration.relays import chained, head, positions, relayed, sent

ROOT = Path(__file__).parents[2]
LEASE, LONG_LEASE = 600, 60_000  # milliseconds
AT_ONCE = 15  # seconds, where the database itself would take 20


@pytest.fixture
def short_lease():
    with changed(heads, LEASE=LEASE):
        yield


def holding(store) -> tuple[Relay, Head, dict[str, Any]]:
    """A relay that holds the lease and has not begun."""
    relay, hold = Relay(store, ""), Head(store.database["relay"])
    wait_until(hold.acquire, 5)
    return relay, hold, hold.renew()


def test_numbered_and_not_published_facts_are_published_with_the_same_positions(jars, wire):
    queue, id_ = wire.listen(jars.service), open_jar(jars)
    for _ in range(4):
        do(jars, filled, id_)
    crashed, hold, known = holding(jars)
    crashed._number(hold, known)
    hold.release()  # what its lease would do after a while
    numbered = positions(jars)
    assert (numbered, head(jars)["sent"]) == ([1, 2, 3, 4, 5], 0)
    with relayed(jars, wire.uri):
        do(jars, filled, id_)
        sent(jars, 6)
    assert positions(jars)[:5] == numbered
    assert [(event.version, event.position) for event in wire.events(queue)] == [(n, n) for n in range(1, 7)]


@pytest.mark.usefixtures("short_lease")
def test_only_one_relay_holds_the_lease_until_it_runs_out(jars):
    first, second = Head(jars.database["relay"]), Head(jars.database["relay"])
    with changed(heads, LEASE=LONG_LEASE):
        assert first.acquire()
        assert not second.acquire()
    first.renew()
    wait_until(second.acquire, 5)
    with pytest.raises(LeaseLost):
        first.renew()
    second.renew()


@pytest.mark.usefixtures("short_lease")
@pytest.mark.parametrize(("has_numbered", "error"), [(False, LeaseLost), (True, BulkWriteError)])
def test_paused_beyond_its_lease_a_relay_numbers_nothing_more(jars, has_numbered, error):
    id_ = open_jar(jars)
    paused, hold, known = holding(jars)
    other, other_hold, other_known = holding(jars)
    if has_numbered:
        other._number(other_hold, other_known)
        do(jars, filled, id_)
    with pytest.raises(error):
        paused._number(hold, known)
    assert jars.journal.count_documents({"pending": True}) == 1
    assert len(other._number(other_hold, other_known)) == 1
    assert positions(jars) == list(range(1, 2 + has_numbered))
    assert chained(jars)


@pytest.mark.usefixtures("short_lease")
def test_what_a_killed_relay_was_numbering_holds_up_its_successor_no_longer_than_the_lease(jars):
    """As if it was killed before the commit: the database would keep its locks for another 20 to 30 s."""
    open_jar(jars)
    _, killed, known = holding(jars)
    with killed.writer.start_transaction():
        number(jars.journal, killed, dict(known), killed.writer)
        began = time.monotonic()
        successor, hold, known = holding(jars)
        assert len(successor._number(hold, known)) == 1
        assert time.monotonic() - began < AT_ONCE
        with contextlib.suppress(PyMongoError):
            killed.writer.abort_transaction()
    assert positions(jars) == [1]


@pytest.mark.usefixtures("short_lease")
def test_a_lease_that_runs_out_while_it_is_looked_at_is_left_for_the_next_look(jars):
    """Or else what a killed relay has begun to write would not be ended, and taking the lease would wait for its locks."""
    open_jar(jars)
    _, killed, known = holding(jars)
    head = jars.database["relay"]

    class Slow:
        """The head, of which an answer takes longer than a lease lasts."""

        def __getattr__(self, name):
            return getattr(head, name)

        def find_one(self, *args):
            found = head.find_one(*args)
            time.sleep(2 * LEASE / 1000)
            return found

    with killed.writer.start_transaction():
        number(jars.journal, killed, dict(known), killed.writer)
        successor: Any = Slow()
        began = time.monotonic()
        assert not Head(successor).acquire()
        assert time.monotonic() - began < AT_ONCE
        with contextlib.suppress(PyMongoError):
            killed.writer.abort_transaction()


@contextmanager
def process(mongo_uri: str, amqp_uri: str, service: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A relay as a process."""
    command = [sys.executable, "-m", "tests.integration.relaying", mongo_uri, amqp_uri, service, str(LEASE)]
    with log.open("wb") as output, subprocess.Popen(command, cwd=ROOT, stderr=output) as running:  # noqa: S603
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.usefixtures("short_lease")
def test_a_second_relay_takes_over_from_one_that_is_frozen_which_then_gives_up(jars, wire, mongo_uri, tmp_path):
    queue, id_, log = wire.listen(jars.service), open_jar(jars), tmp_path / "log"
    with process(mongo_uri, wire.uri, jars.service, log) as first:
        sent(jars, 1)
        first.send_signal(signal.SIGSTOP)
        with changed(heads, LEASE=LONG_LEASE), relayed(jars, wire.uri):
            do(jars, filled, id_)
            sent(jars, 2)
            taken_over = head(jars)
            first.send_signal(signal.SIGCONT)
            wait_until(lambda: "LeaseLost" in log.read_text(), 10)
            for _ in range(5):
                do(jars, filled, id_)
            sent(jars, 7)
            assert (head(jars)["epoch"], head(jars)["holder"]) == (taken_over["epoch"], taken_over["holder"])
    assert positions(jars) == [event.position for event in wire.events(queue)] == list(range(1, 8))
    assert chained(jars)


@pytest.mark.usefixtures("short_lease")
def test_killed_while_it_works_a_relay_leaves_nothing_out(jars, wire, mongo_uri, tmp_path):
    queue, id_ = wire.listen(jars.service), open_jar(jars)
    for _ in range(2):
        jars.database["relay"].update_one({"_id": "head"}, {"$set": {"sent": 0}})  # as if it had been killed before its mark
        with process(mongo_uri, wire.uri, jars.service, tmp_path / "log") as running:
            for _ in range(20):
                done = do(jars, filled, id_).version
            wait_until(lambda: head(jars)["sent"] > 0, 20)
            running.kill()
    done = do(jars, filled, id_).version
    with relayed(jars, wire.uri):
        sent(jars, done)
    arrived = {event.position: event.version for event in wire.events(queue)}  # some may have come twice
    assert arrived == {n: n for n in range(1, done + 1)}
    assert chained(jars)


def test_without_a_broker_nothing_is_lost_and_writes_go_on(jars, wire, proxy, caplog):
    queue, id_ = wire.listen(jars.service), open_jar(jars)
    with relayed(jars, proxy.uri):
        sent(jars, 1)
        proxy.cut()
        for _ in range(5):
            do(jars, filled, id_)
        wait_until(lambda: any(PublishFailed.__name__ in str(vars(line).get("why")) for line in caplog.records), 10)
        do(jars, filled, id_)
        assert (head(jars)["sent"], wire.waiting(queue)) == (1, 1)
        proxy.mend()
        sent(jars, 7)
    assert [event.position for event in wire.events(queue)] == list(range(1, 8))
