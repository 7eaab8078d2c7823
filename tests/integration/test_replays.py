"""Facts told again: those that were asked for, to one consumer, from where the last process stopped."""

import uuid
from datetime import UTC, datetime, timedelta

from shared import broker
from shared.repair import Consumer, Replays
from shared.repair.requests import Choice, ask
from tests.client import wait_until
from tests.integration.beside import beside
from tests.integration.jars import do, filled


def test_all_are_told_in_their_order(teller):
    assert teller.replayed() == list(range(1, 11))


def test_positions_types_subjects_and_times_choose(teller):
    service = teller.store.service
    assert teller.replayed(after=3, upto=5) == [4, 5]
    assert teller.replayed(types=(f"toono.{service}.jar.closed",)) == [10]
    assert teller.replayed(subject=teller.jars[1]) == [2, 4, 6, 8]
    recorded = [entry["recorded_at"] for entry in teller.store.journal.find().sort("sequence", 1)]
    assert teller.replayed(since=recorded[8]) == [9, 10]
    assert teller.replayed(until=recorded[2]) == [1, 2]
    assert teller.replayed(since=datetime.now(UTC) + timedelta(days=1)) == []


def test_the_newest_of_each_is_enough_for_a_copy(teller):
    assert teller.replayed(newest=True) == [8, 10]


def test_only_what_the_consumer_listens_to_is_told(teller):
    teller.listens("jar.closed", "box.*")
    assert teller.replayed() == [10]
    teller.listens("jar.*")
    assert len(teller.replayed()) == 10


def test_a_dry_run_counts_and_sends_nothing(teller):
    assert teller.replayed(dry_run=True) == []
    assert teller.desk["replays"].find_one({"to": teller.name})["found"] == 10


def test_what_is_not_sent_yet_is_left_to_the_relay(teller):
    do(teller.store, filled, teller.jars[1])
    assert teller.replayed() == list(range(1, 11))


def test_the_next_process_goes_on_where_the_last_one_stopped(teller):
    id_ = teller.ask()
    teller.desk["replays"].update_one({"_id": id_}, {"$set": {"status": "running", "holder": "gone", "at": 6, "found": 6}})
    teller.desk["replays"].update_one({"_id": id_}, {"$set": {"leased_until": datetime.now(UTC) - timedelta(seconds=1)}})
    with beside(Replays(teller.store, teller.wire.uri, teller.desk)):
        assert teller.done(id_)["found"] == 10
    assert [event.position for event in teller.wire.events(broker.inbox(teller.name))] == [7, 8, 9, 10]


def test_what_another_process_is_at_is_left_to_it(teller):
    held = teller.ask()
    later = datetime.now(UTC) + timedelta(minutes=1)
    teller.desk["replays"].update_one({"_id": held}, {"$set": {"status": "running", "holder": "other", "leased_until": later}})
    assert teller.replayed(after=9) == [10]
    assert teller.desk["replays"].find_one({"_id": held})["at"] == 0


def test_a_consumer_that_is_unknown_or_has_no_queue_is_told_of(teller):
    nobody, gone = f"test{uuid.uuid4().hex[:8]}", f"test{uuid.uuid4().hex[:8]}"
    Consumer(name=gone, bindings=((teller.store.service, "#"),), ladder=False).register(teller.desk)
    with beside(Replays(teller.store, teller.wire.uri, teller.desk)):
        assert nobody in teller.done(teller.ask(to=nobody), "failed")["failed_because"]
        assert broker.inbox(gone) in teller.done(teller.ask(to=gone), "failed")["failed_because"]
    teller.desk["consumers"].delete_one({"_id": gone})


def test_without_the_broker_it_waits_and_loses_nothing(teller, proxy):
    proxy.cut()
    with beside(Replays(teller.store, proxy.uri, teller.desk)):
        id_ = teller.ask()
        wait_until(lambda: teller.desk["replays"].find_one({"_id": id_, "status": "running"}), 10)
        proxy.mend()
        teller.done(id_)
    assert {event.position for event in teller.wire.events(broker.inbox(teller.name))} == set(range(1, 11))


def test_asked_for_twice_under_one_id_it_is_done_once(teller):
    id_, choice = str(uuid.uuid4()), Choice(source=teller.store.service)
    for _ in range(2):
        assert ask(teller.desk, choice, to=teller.name, why="a test", by="tests", id=id_)["_id"] == id_
    assert teller.desk["replays"].count_documents({"to": teller.name}) == 1
