"""Acknowledged writes are safe: proved from the commands that the driver sends, not from its settings."""

from typing import Any

import pytest
from pymongo import MongoClient

from shared.copies import Copies
from shared.relay.head import Head
from shared.store import Store
from shared.store.sealing import Sealer
from tests.integration.jars import Jar, because, do, filled, opened
from tests.integration.overheard import DURABLE, WRITES, Overheard


@pytest.fixture
def overheard(mongo_uri, jars):
    """A store like `jars`, and what its driver sends."""
    listener = Overheard()
    with MongoClient[dict[str, Any]](mongo_uri, tz_aware=True, event_listeners=[listener]) as client:
        sealer = Sealer(client[f"toono_keys_{jars.service}"]["keys"], b"k" * 32)
        yield Store(client, jars.service, [Jar], sealer=sealer, server_key=b"r" * 32), listener


def test_every_write_waits_for_the_majority_and_its_journal(overheard):
    store, listener = overheard
    id_ = do(store, opened, "A", "sealed").id
    store.carry_out_all([(because(), lambda work: filled(work, id_)) for _ in range(3)])
    store.carry_out(because(), lambda work: work.erase(work.get(Jar, id_)))
    store.keep_file(b"content")
    head = Head(store.database["relay"])
    assert head.acquire()
    head.renew()
    head.sent(1)
    head.release()
    assert {name for name, _ in listener.written} == WRITES
    assert len(listener.commits) >= 3
    assert {"jar", "journal"}.isdisjoint(told[name] for name, told in listener.written)  # together or not at all
    assert listener.soft() == []


def test_every_transaction_reads_a_snapshot(overheard):
    store, listener = overheard
    do(store, filled, do(store, opened, "A").id)
    assert len(listener.begun) == 2
    assert all(told["readConcern"]["level"] == "snapshot" for told in listener.begun)


def test_what_is_decided_upon_was_acknowledged_by_the_majority(overheard):
    store, listener = overheard
    do(store, filled, do(store, opened, "A").id)
    finds = [told for name, told in listener.commands if name == "find" and told["find"] == "jar"]
    assert finds
    assert all(told["readConcern"]["level"] == "majority" for told in finds)


def test_copies_of_others_state_are_durable_too(overheard):
    store, listener = overheard
    Copies(store, {"registry.center": ("status",)}).apply([])
    store.known("center").insert_one({"_id": "c"})
    assert DURABLE.items() <= listener.commands[-1][1]["writeConcern"].items()
