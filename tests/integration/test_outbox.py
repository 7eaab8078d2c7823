"""What is not sent yet is counted right, whoever holds the lease and whatever is away."""

from datetime import UTC, datetime, timedelta

from shared import metrics
from shared.relay import Outbox
from tests.client import wait_until
from tests.integration.jars import do, filled, open_jar
from tests.integration.relays import relayed, sent


def measured(gauge, service):
    return gauge.labels(service)._value.get()


def test_facts_wait_without_the_broker_and_the_oldest_tells_since_when(jars, wire, proxy, desk):
    wire.exchange(jars.service)
    outbox, began = Outbox(jars, desk), datetime.now(UTC) - timedelta(milliseconds=1)
    assert (outbox.look()["pending"], outbox.look()["oldest"]) == (0, None)
    id_ = open_jar(jars)
    proxy.cut()
    with relayed(jars, proxy.uri):
        wait_until(lambda: jars.database["relay"].find_one({"position": 1}), 10)  # numbered, and not sent
        do(jars, filled, id_)
        told = outbox.look()
        assert (told["pending"], told["sent"]) == (2, 0)
        assert began <= told["oldest"] <= datetime.now(UTC)
        assert measured(metrics.PENDING, jars.service) == 2
        assert measured(metrics.OLDEST, jars.service) > 0
        proxy.mend()
        sent(jars, 2)
    told = outbox.look()
    assert (told["pending"], told["sent"], told["oldest"]) == (0, 2, None)
    assert measured(metrics.OLDEST, jars.service) == 0
    assert desk["outboxes"].find_one({"_id": jars.service})["position"] == 2


def test_what_no_queue_took_is_counted_until_it_is_told_again(jars, teller):
    outbox = Outbox(jars, teller.desk)
    assert outbox.look()["unrouted"] == 10
    assert measured(metrics.UNROUTED, jars.service) == 10
    teller.replayed(upto=4)
    assert outbox.look()["unrouted"] == 6
