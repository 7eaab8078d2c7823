"""An example of every event goes through every consumer that listens to it, with a database behind it."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.catalog import contracts, kinds
from gateway.views.projector import Projector
from services.background import NAMES, reactions_of, service_class
from shared.broker import copied
from shared.contract import Kind
from shared.copies import Copies
from shared.envelope import Event
from shared.errors import Refusal
from shared.events import Aggregate
from shared.store import Store
from tests.contract.test_events import ID, PUBLISHED, WHEN, event_of

KEYS = {f"{service}.{kind.name}.{name}" for service, kind, name in PUBLISHED}
LISTENING = [(name, event) for name in NAMES for event in sorted(".".join(one) for one in reactions_of(service_class(name)))]
KNOWN = [(name, kind) for name in NAMES for kind in service_class(name).knows]


def seeded(cls: type[Aggregate], kind: Kind) -> dict[str, Any]:
    """The example of a kind as its service stores it; of what is private there is nothing."""
    told: dict[str, Any] = {
        one.name: kind.example.get(one.name) for one in fields(cls) if one.name in kind.example or _needed(one)
    }
    return cls(**told).document()


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def familiar(kind: Kind, name: str, consumer: str) -> dict[str, Any]:
    """The example's state after the event, about the things that the consumer's own examples are."""
    own = {one.name: one.example["id"] for one in contracts()[consumer].kinds if "id" in one.example}
    state = dict(kind.example)
    for field, value in state.items():
        singular = field.removesuffix("s").removesuffix("_id")
        if field.endswith("_id") and (singular in own or field == "subject_id"):
            state[field] = own.get(singular) or own.get("program", value)
        elif field.endswith("_ids") and singular in own:
            state[field] = [own[singular]]
    if f"{name}_on" in state:
        state[f"{name}_on"] = WHEN[:10]
    statuses = getattr(kind.state().fields["status"].validators[0], "choices", ())
    return {**state, "status": name} if name in statuses else state


@pytest.fixture
def seed(store) -> Callable[[str], Store]:
    """A consumer's store that holds the examples of its own kinds."""

    def make(name: str) -> Store:
        service = service_class(name)
        found: Store = store(service.aggregates)
        own = {kind.name: kind for kind in contracts()[name].kinds}
        for cls in service.aggregates:
            if own[cls.KIND].example.get("version"):
                found.collection(cls).insert_one(seeded(cls, own[cls.KIND]))
        return found

    return make


def outcome_of(react, worker, event):
    try:
        return react(worker, event)
    except Refusal as refused:
        return refused.status


@pytest.mark.parametrize(("consumer", "event"), LISTENING)
def test_every_reaction_has_its_event(consumer, event):
    assert event in KEYS, f"{consumer} listens for what nobody tells"


@pytest.mark.parametrize(("consumer", "kind"), KNOWN)
def test_every_copy_has_its_kind_and_its_fields(consumer, kind):
    service, name = kind.split(".")
    owner, published = kinds()[name]
    assert owner == service
    assert set(service_class(consumer).knows[kind]) <= set(published.state().fields)
    assert any(f"{service}.{name}.{one}" in KEYS for one in published.events)


@pytest.mark.parametrize(("consumer", "listened"), LISTENING)
def test_a_reaction_takes_its_event_in(seed, consumer, listened):
    """It has its effect, finds that it has none, or refuses for now; anything else would be parked for ever."""
    service, kind, name = next(one for one in PUBLISHED if f"{one[0]}.{one[1].name}.{one[2]}" == listened)
    event = event_of(service, kind, name, **familiar(kind, name, consumer))
    store = seed(consumer)
    if f"{service}.{kind.name}" in service_class(consumer).knows:
        Copies(store, service_class(consumer).knows).apply([event])
    react = next(method for method in vars(service_class(consumer)).values() if getattr(method, "event", "") == listened)
    worker = SimpleNamespace(store=store, name=consumer)
    outcome = outcome_of(react, worker, event)
    if outcome in {"ok", "moot"}:
        assert outcome_of(react, worker, event) == "duplicate"
    else:
        assert outcome < 500  # refused for now


@pytest.mark.parametrize(("consumer", "kind"), KNOWN)
def test_a_copy_keeps_the_newest_version(store, consumer, kind):
    service, (_, published) = kind.split(".")[0], kinds()[kind.split(".")[1]]
    kept = service_class(consumer).knows
    found = store(service_class(consumer).aggregates)
    newer = event_of(service, published, published.events[0], version=9)
    older = event_of(service, published, published.events[-1], version=8, status="gone")
    for batch in ([newer], [older], [older, newer]):
        Copies(found, kept).apply(batch)
        copy = found.known(published.name).find_one({"_id": newer.subject})
        assert copy == {"_id": newer.subject, "version": 9, **{field: newer.state.get(field) for field in kept[kind]}}


def test_the_bindings_of_copies_are_those_of_their_kinds():
    assert copied(["registry.center"]) == [("registry", "center.*")]


def test_the_read_model_takes_in_one_batch_with_everything(mongo):
    events = [event_of(service, kind, name) for service, kind, name in PUBLISHED]
    try:
        Projector(mongo).apply([*events, *_sensitive()])
        stored = {kind.name: mongo["toono_gateway"][kind.name].count_documents({}) for _, kind, _ in PUBLISHED}
        assert stored == {kind.name: int("id" in kind.example) for _, kind, _ in PUBLISHED}
    finally:
        mongo.drop_database("toono_gateway")


def _sensitive() -> list[Event]:
    """What tells nothing but that it happened."""
    return [Event(f"{ID[:-1]}e", "/feedback", "toono.feedback.sensitive-case.recorded", WHEN, position=2)]
