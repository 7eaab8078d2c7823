"""From the journal to the broker: every fact, with a position of its own, in the order of its aggregate."""

from concurrent.futures import ThreadPoolExecutor

from shared import broker
from shared.envelope import CONTENT_TYPE
from shared.relay import numbering
from shared.relay import relay as module
from shared.store import journal
from tests.integration.jars import because, changed, closed, do, filled, open_jar
from tests.integration.relays import chained, positions, relayed, sent


def test_positions_are_dense_and_each_aggregate_in_order_whoever_commits_when(jars, wire):
    queue, ids = wire.listen(jars.service), [open_jar(jars) for _ in range(4)]
    with relayed(jars, wire.uri), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: do(jars, filled, ids[number % 4]), range(40)))
        sent(jars, 44)
    arrived = wire.events(queue)
    assert positions(jars) == [event.position for event in arrived] == list(range(1, 45))
    for id_ in ids:
        assert [event.version for event in arrived if event.subject == id_] == list(range(1, 12))
    assert chained(jars)


def test_what_commits_late_is_not_skipped(jars, wire):
    queue, id_ = wire.listen(jars.service), open_jar(jars)
    late = journal.entry(jars.service, because(name="late"), [], None, None)
    late["facts"] = [{**jars.journal.find_one()["facts"][0], "id": "late", "subject": "late"}]
    with jars.client.start_session() as session, relayed(jars, wire.uri), session.start_transaction():
        jars.journal.insert_one(late, session=session)  # recorded before what overtakes it
        for _ in range(3):
            do(jars, filled, id_)
        sent(jars, 4)
        session.commit_transaction()
        sent(jars, 5)
    assert [(event.subject, event.position) for event in wire.events(queue)][-1] == ("late", 5)
    assert chained(jars)


def test_a_changed_entry_breaks_the_chain(jars, wire):
    wire.exchange(jars.service)
    id_ = open_jar(jars)
    with relayed(jars, wire.uri):
        do(jars, filled, id_)
        do(jars, closed, id_)
        sent(jars, 3)
    assert chained(jars)
    jars.journal.update_one({"sequence": 2}, {"$set": {"facts.0.change.beans": 1000}})
    assert not chained(jars)


def test_a_fact_that_no_queue_takes_is_noticed_and_does_not_hold_the_others(jars, wire):
    queue, id_ = wire.listen(jars.service, "jar.filled"), open_jar(jars)
    with relayed(jars, wire.uri):
        do(jars, filled, id_)
        do(jars, closed, id_)
        do(jars, filled, open_jar(jars))
        sent(jars, 5)
    assert [event.position for event in wire.events(queue)] == [2, 5]
    unrouted = {one["position"]: one["type"].split(".")[-1] for one in jars.database["unrouted"].find()}
    assert unrouted == {1: "opened", 3: "closed", 4: "opened"}


def test_messages_are_persistent_cloud_events(jars, wire):
    queue = wire.listen(jars.service)
    id_ = open_jar(jars)
    with relayed(jars, wire.uri):
        sent(jars, 1)
    message = wire.take(queue)
    assert message.properties["delivery_mode"] == 2
    assert message.properties["content_type"] == CONTENT_TYPE
    assert message.properties["message_id"] == jars.journal.find_one()["facts"][0]["id"]
    assert message.delivery_info["exchange"] == broker.exchange(jars.service)
    assert (message.delivery_info["routing_key"], id_ in str(message.body)) == ("jar.opened", True)


def test_several_batches_of_a_long_backlog_arrive_in_order(jars, wire):
    queue, id_ = wire.listen(jars.service), open_jar(jars)
    jars.carry_out_all([(because(), lambda work: filled(work, id_)) for _ in range(60)])
    with changed(module, BATCH=7), changed(numbering, BATCH=7), relayed(jars, wire.uri):
        sent(jars, 61)
    assert [event.version for event in wire.events(queue)] == list(range(1, 62))
