"""All that the four services, the importer, the relays, the copies and the projector write is safe: proved from what they send.

Every command is given with its example and every reaction its event, in a database that holds the examples of all kinds. One that
refuses writes nothing; the others write as they do in the platform.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from pymongo import MongoClient

from gateway.catalog import contracts, kinds
from gateway.resources.commands import PARAMETER
from gateway.views import projector
from services.background import NAMES, service_class
from services.registry.importer import Importer
from shared.config import Owner
from shared.contract import Command
from shared.copies import Copies
from shared.errors import Refusal
from shared.relay import Relay
from shared.relay.head import Head
from shared.store import Store
from shared.store.sealing import Sealer
from shared.store.work import Use, Work
from tests.conftest import Mongo
from tests.contract.test_consumers import LISTENING, familiar, seeded
from tests.contract.test_events import PUBLISHED, event_of
from tests.integration.jars import because, changed
from tests.integration.overheard import Overheard

LIST = b"code,name_en,parent_code,level\nT1,Region,,region\nT11,North,T1,district\nT1x,Bad,T9,district\n"
WHO = {"id": "0190b3a0-0000-7000-8000-0000000000aa", "roles": ["ministry_administrator"]}
SETTINGS = Owner(mongo_uri="", amqp_uri="", service_key="s", receipt_key="r", seal_key="")


@pytest.fixture
def listener() -> Overheard:
    return Overheard()


@pytest.fixture
def overheard(mongo_uri: str, listener: Overheard) -> Iterator[Mongo]:
    """A client whose commands are listened to."""
    with MongoClient[dict[str, Any]](mongo_uri, tz_aware=True, event_listeners=[listener]) as client:
        yield client


@pytest.fixture
def owner(overheard, mongo) -> Iterator[Any]:
    """``owner(name)``: the store of a service, with its indexes and the examples of its kinds and of what it knows."""
    made: list[str] = []

    def make(name: str) -> Store:
        service = service_class(name)
        sealer = Sealer(overheard[f"toono_keys_test_{name}"]["keys"], b"k" * 32)
        store = Store(overheard, f"test_{name}", service.aggregates, sealer=sealer, server_key=b"r" * 32, knows=service.knows)
        made.extend((store.database.name, f"toono_keys_test_{name}"))
        store.prepare()
        fill(mongo, store, name)
        return store

    yield make
    for name in made:
        mongo.drop_database(name)


def fill(mongo: Mongo, store: Store, name: str) -> None:
    """Put the examples into a store's database, in place of what is there; nobody listens."""
    database = mongo[store.database.name]
    published = {kind.name: kind for kind in contracts()[name].kinds}
    for cls in service_class(name).aggregates:
        database[cls.KIND].delete_many({})
        if published[cls.KIND].example.get("version"):
            database[cls.KIND].insert_one(seeded(cls, published[cls.KIND]))
    for kind in service_class(name).knows:
        known = kinds()[kind.split(".")[1]][1]
        database[f"known_{known.name}"].delete_many({})
        database[f"known_{known.name}"].insert_one({**familiar(known, "", name), "_id": known.example["id"]})


def carried_out(use: Use, told: dict[str, Any], work: Work) -> Any:
    """Let a use case do its work with these arguments."""
    return use(work, **told)


def given(command: Command) -> dict[str, Any]:
    """The arguments of a command: its example, about the examples of the kinds that its path names."""
    told: dict[str, Any] = command.body().load(dict(command.example))
    for parameter in PARAMETER.findall(command.path):
        told[parameter] = kinds()[parameter.removesuffix("_id")][1].example["id"]
    return told | ({"file": LIST} if command.takes_file else {})


def safe(listener: Overheard) -> None:
    """Whatever was written waited for the majority and its journals, and no transaction read what may vanish."""
    assert listener.soft() == []
    assert listener.shallow() == []
    assert {told["w"] for told in (told.get("writeConcern", {"w": "majority"}) for _, told in listener.commands)} == {"majority"}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_writes_safely(owner, mongo, listener, name):
    service, store = service_class(name), owner(name)
    done = 0
    for command in contracts()[name].commands:
        fill(mongo, store, name)
        use, told = getattr(service, command.name).use, given(command)
        with suppress(Exception):  # examples lack what is sealed, and some of what earlier commands leave behind
            store.carry_out(because(name=command.name, actor=WHO), partial(carried_out, use, told))
            done += 1
    assert done >= len(contracts()[name].commands) / 3
    assert len(listener.commits) >= done
    safe(listener)


def test_every_reaction_writes_safely(owner, listener):
    stores = {name: owner(name) for name in NAMES}
    receipts = 0
    for consumer, listened in LISTENING:
        service, kind, name = next(one for one in PUBLISHED if f"{one[0]}.{one[1].name}.{one[2]}" == listened)
        react = next(m for m in vars(service_class(consumer)).values() if getattr(m, "event", "") == listened)
        event = event_of(service, kind, name, **familiar(kind, name, consumer))
        with suppress(Refusal):
            receipts += react(SimpleNamespace(store=stores[consumer], name=listened), event) in {"ok", "moot"}
    assert receipts > len(LISTENING) / 2
    assert len(listener.commits) >= receipts
    safe(listener)


def test_the_importer_writes_safely(owner, listener):
    store, steps = owner("registry"), contracts()["registry"].by_name["start_import"]
    told = {**given(steps), "of": "areas", "filename": "areas.csv", "dry_run": False}
    store.database["import"].delete_many({})
    store.carry_out(because(actor=WHO), partial(carried_out, service_class("registry").start_import.use, told))
    Importer(store, SETTINGS).work_through()
    assert store.database["import"].find_one({"status": "finished"})
    assert {"files.files", "files.chunks"} <= {told[name] for name, told in listener.written}
    safe(listener)


def test_the_relay_writes_safely(owner, listener, monkeypatch):
    store = owner("registry")
    told = {**given(contracts()["registry"].by_name["define_area"]), "code": "another", "parent_id": None}
    store.carry_out(because(actor=WHO), partial(carried_out, service_class("registry").define_area.use, told))
    relay, head = Relay(store, "amqp://nowhere"), Head(store.database["relay"])
    sent: list[Any] = []
    monkeypatch.setattr(relay._publisher, "publish", sent.extend)
    assert head.acquire()
    known = head.renew()
    assert relay._send_pending(head, known) == 1
    relay._release(head)
    assert len(sent) == 1
    assert store.journal.find_one({"facts.position": 1})
    safe(listener)


def test_copies_and_projector_write_safely(owner, overheard, mongo, listener):
    events = [event_of(service, kind, name) for service, kind, name in PUBLISHED]
    for name in NAMES:
        knows = service_class(name).knows
        Copies(owner(name), knows).apply([one for one in events if f"{one.service}.{one.kind}" in knows])
    with changed(projector, NAME="toono_test_durable"):
        projector.Projector(overheard).apply(events)
    mongo.drop_database("toono_test_durable")
    assert len(listener.commits) == 1
    safe(listener)
