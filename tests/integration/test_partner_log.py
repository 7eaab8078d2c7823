"""The log: every fact once, densely numbered, by one writer at a time; and told again when a position never came."""

import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import PyMongoError

from services.partnerships.delivery.areas import Tree
from services.partnerships.delivery.lease import Lease
from services.partnerships.delivery.log import Log, WrittenElsewhere
from shared.events import instant
from shared.relay import head
from tests.client import wait_until
from tests.integration.histories import disorder, history
from tests.integration.jars import changed


@pytest.fixture
def logs(mongo) -> Iterator[Any]:
    """Any number of processes' logs over one database."""
    database = mongo["toono_test_log"]
    Log(database).prepare()
    yield lambda: Log(database)
    mongo.drop_database(database.name)


def sequences(log: Log) -> list[tuple[int, str]]:
    return [(fact.sequence, fact.id) for fact, _ in log.facts({}, after=0, upto=log.end(), limit=10**6)]


@pytest.mark.parametrize("seed", range(4))
def test_every_fact_is_there_once_and_the_numbers_are_dense(logs, seed):
    log, events = logs(), history(seed, 30)
    assert log.head.acquire()
    for batch in disorder(events, seed):
        log.append(batch)
    found = sequences(log)
    assert [sequence for sequence, _ in found] == list(range(1, len(events) + 1))
    assert sorted(id_ for _, id_ in found) == sorted(event.id for event in events)
    assert all(mark.gaps() == [] for _, mark in log.marks())


@pytest.mark.parametrize("seed", range(4))
def test_the_newest_fact_of_each_is_kept_whatever_comes_when(logs, seed):
    log, events = logs(), history(seed, 30)
    assert log.head.acquire()
    for batch in disorder(events, seed):
        log.append(batch)
    newest = {f"{event.kind}:{event.subject}": event.id for event in events}
    kept = {key: fact.id for key, fact, _, _ in log.newest({}, after="", limit=10**6)}
    assert kept == newest


def test_where_the_log_ended_at_a_moment(logs, mongo):
    log, began = logs(), datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert log.head.acquire()
    assert log.end_at(instant(began)) == 0
    log.append(history(1, 10)[:5])
    for number in range(5):
        at = began + timedelta(seconds=number)
        mongo["toono_test_log"]["delivery_log"].update_one({"_id": number + 1}, {"$set": {"at": at}})
    moments = [began + timedelta(seconds=seconds) for seconds in (-1, 0.5, 3.5, 10)]
    assert [log.end_at(instant(moment)) for moment in moments] == [0, 1, 4, 5]
    assert log.end_at(None) == 5


def test_a_writer_that_has_lost_the_lease_writes_nothing(logs):
    events = history(1, 10)
    before, after = logs(), logs()
    with changed(head, LEASE=1):
        assert before.head.acquire()
        before.append(events[:5])
        wait_until(after.head.acquire)  # the lease has run out: another process takes over
    with pytest.raises(WrittenElsewhere):
        before.append(events[5:10])
    after.append(events[5:])
    assert [sequence for sequence, _ in sequences(after)] == list(range(1, len(events) + 1))


def test_what_a_killed_process_was_writing_holds_up_its_successor_no_longer_than_the_lease(logs):
    """As if it was killed before the commit: the database would keep its locks for another 20 to 30 s."""
    events = history(1, 10)
    killed, successor = logs(), logs()
    with changed(head, LEASE=1000):
        assert Lease(killed.head).take()
        killed.append(events[:5])
        unfinished = killed.head.writer
        with unfinished.start_transaction():
            killed._append(events[5:], Tree(), unfinished)
            began = time.monotonic()
            assert Lease(successor.head).take()
            successor.append(events[5:])
            assert time.monotonic() - began < 5
            with contextlib.suppress(PyMongoError):
                unfinished.abort_transaction()
    assert [sequence for sequence, _ in sequences(successor)] == list(range(1, len(events) + 1))


def test_two_writers_at_once_give_no_number_twice(logs):
    """As if a paused one did not know yet: whoever comes second finds the head moved, or its facts written."""
    events = history(2, 40)
    first, second = logs(), logs()
    assert first.head.acquire()
    second.head.epoch = first.head.epoch

    def write(log: Log) -> None:
        for start in range(0, len(events), 7):
            log.append(events[start : start + 7])

    threads = [threading.Thread(target=write, args=(log,)) for log in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    found = sequences(first)
    assert [sequence for sequence, _ in found] == list(range(1, len(events) + 1))
    assert len({id_ for _, id_ in found}) == len(events)


def test_whoever_waits_is_woken_by_the_next_fact(logs):
    log, events = logs(), history(3, 4)
    assert log.head.acquire()
    woken: list[int] = []
    waiting = threading.Thread(target=lambda: woken.append(log.wait(0, 30)))
    waiting.start()
    log.append(events[:1])
    waiting.join(10)
    assert woken == [1]


def test_positions_that_never_came_are_known(logs):
    log = logs()
    assert log.head.acquire()
    events = [event for event in history(1, 40) if event.service == "feedback"]
    hole = events.pop(4)
    log.append(events)
    assert dict(log.marks())["feedback"].gaps() == [(4, 5)]
    log.append([hole])
    assert dict(log.marks())["feedback"].gaps() == []
