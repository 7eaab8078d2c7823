"""Events of every version that was ever published are read by today's consumers, and what is published stays true."""

import copy
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from deploy.contracts import snapshot
from deploy.contracts.__main__ import REMEDY, contracts, incompatible
from deploy.contracts.compare import broken
from gateway.catalog import events, kinds
from gateway.views.projector import Projector
from services.background import NAMES, service_class
from shared.copies import Copies
from shared.envelope import decode
from shared.relay.relay import message
from shared.upcasts import STEPS
from tests.contract.test_consumers import LISTENING, outcome_of, seed  # noqa: F401  seed is a fixture

FILES = sorted(snapshot.GOLDEN.glob("*.json"))
OLD = [(path.stem, event) for path in FILES for event in orjson.loads(path.read_bytes())]
CENTER = "toono.registry.center.registered"


def with_more(told: dict[str, Any]) -> dict[str, Any]:
    """The same event with what a later version may add."""
    more = copy.deepcopy(told)
    more["rank"] = "first"
    for part in (more, more["data"], more["data"]["state"], more["data"]["change"]):
        part["added_later"] = {"by": ["a", "version"]}
    return more


@pytest.fixture(params=[lambda told: told, with_more], ids=["as it was written", "with fields of a later version"])
def written(request):
    """How an event comes to be read: its bytes."""
    return lambda told: orjson.dumps(request.param(told))


def test_there_is_an_old_event_of_every_type():
    assert {type_ for type_, _ in OLD} == set(events())
    assert all(type_ == event["type"] for type_, event in OLD)


def test_the_read_model_takes_in_old_events(mongo, written):
    read = [decode(written(event)) for _, event in OLD]
    try:
        Projector(mongo).apply(read)
        stored = {kind: mongo["toono_gateway"][kind].count_documents({}) for kind in kinds()}
        assert {kind for kind, count in stored.items() if count} == {
            event.kind for event in read if event.subject and event.version
        }
        assert max(stored.values()) == 1
    finally:
        mongo.drop_database("toono_gateway")


@pytest.mark.parametrize("consumer", [name for name in NAMES if service_class(name).knows])
def test_the_copies_take_in_old_events(store, written, consumer):
    knows = service_class(consumer).knows
    kept = store(service_class(consumer).aggregates)
    told = [decode(written(event)) for type_, event in OLD if ".".join(type_.split(".")[1:3]) in knows]
    Copies(kept, knows).apply(told)
    for event in told:
        fields = knows[f"{event.service}.{event.kind}"]
        assert set(kept.known(event.kind).find_one({"_id": event.subject})) == {"_id", "version", *fields}


@pytest.mark.parametrize(("consumer", "listened"), LISTENING)
def test_every_reaction_takes_in_its_old_events(seed, written, consumer, listened):  # noqa: F811
    worker = SimpleNamespace(store=seed(consumer), name=consumer)
    react = next(method for method in vars(service_class(consumer)).values() if getattr(method, "event", "") == listened)
    for told in [event for type_, event in OLD if type_ == f"toono.{listened}"]:
        outcome = outcome_of(react, worker, decode(written(told)))
        assert outcome in {"ok", "moot"} or outcome < 500


def test_the_state_of_an_old_event_is_one_of_todays():
    for type_, told in OLD:
        state = decode(orjson.dumps(told)).state
        assert events()[type_].kind.state(partial=True).validate(state) == {}, type_


def test_nothing_is_published_that_was_not_accepted():
    assert snapshot.today() == snapshot.published()


@pytest.mark.parametrize("service", NAMES)
def test_the_model_and_the_contract_count_the_same_versions(service):
    for cls in service_class(service).aggregates:
        assert kinds()[cls.KIND][1].version == cls.SCHEMA


def changed(**state: Any) -> dict[str, Any]:
    """The published center with other fields; None takes one out."""
    found = copy.deepcopy(snapshot.published()["registry.center"])
    for name, schema in state.items():
        if schema is None:
            del found["state"]["properties"][name]
        else:
            found["state"]["properties"][name] = {**found["state"]["properties"].get(name, {}), **schema}
    return found


REFUSED = {
    "a field was removed": (changed(rooms=None), "state.rooms: was removed"),
    "another type": (changed(rooms={"type": "string"}), "state.rooms: type was"),
    "a smaller bound": (changed(rooms={"maximum": 1}), "state.rooms: maximum was"),
    "a higher bound": (changed(rooms={"minimum": 9999}), "state.rooms: minimum was"),
    "fewer codes": (changed(status={"enum": ["active"]}), "state.status: takes fewer values than before"),
    "codes where anything went": (changed(code={"enum": ["A"]}), "state.code: takes fewer values than before"),
    "another pattern": (changed(area_id={"pattern": "^x$"}), "state.area_id: pattern was"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_an_old_event_or_consumer_could_not_bear_is_refused(why):
    after, sentence = REFUSED[why]
    (found,) = incompatible({"registry.center": snapshot.published()["registry.center"]}, {"registry.center": after})
    assert found.startswith(f"registry.center: {sentence}")


def test_a_field_that_becomes_required_and_one_that_no_longer_comes_are_refused():
    before = {"properties": {"a": {}, "b": {}}, "required": ["a"]}
    after = {"properties": {"a": {}, "b": {}}, "required": ["b"]}
    assert list(broken(before, after)) == [
        "state.b: is required, and events of before lack it",
        "state.a: is no longer in every event",
    ]


def test_what_lies_within_is_looked_at_too():
    def days(**fields: Any) -> dict[str, Any]:
        return {"properties": {"days": {"items": {"properties": fields}}}}

    assert list(broken(days(first={"type": "string"}), days())) == ["state.days[].first: was removed"]


def test_an_event_or_a_kind_that_is_no_longer_told_is_refused():
    before = snapshot.published()["registry.center"]
    fewer = {**before, "events": before["events"][1:]}
    assert list(incompatible({"registry.center": before}, {"registry.center": fewer})) == [
        f"registry.center: the event {before['events'][0]} was removed"
    ]
    assert list(incompatible({"registry.center": before}, {})) == ["registry.center: the kind was removed"]


def test_additions_are_fine_and_have_to_be_accepted(monkeypatch):
    more = changed(added={"type": ["string", "null"]}, status={"enum": [*STATUSES, "floating"]}, rooms={"description": "Rooms."})
    assert list(incompatible({"registry.center": snapshot.published()["registry.center"]}, {"registry.center": more})) == []
    monkeypatch.setattr(snapshot, "today", lambda: {**snapshot.published(), "registry.center": more})
    refused = CliRunner().invoke(contracts)
    assert refused.exit_code == 1
    assert "Not yet accepted: registry.center. `make contracts` writes it down" in refused.output


def test_what_cannot_be_borne_is_not_accepted_either(monkeypatch, tmp_path):
    today = {**snapshot.published(), "registry.center": changed(rooms=None)}
    monkeypatch.setattr(snapshot, "today", lambda: today)
    monkeypatch.setattr(snapshot, "GOLDEN", tmp_path)
    refused = CliRunner().invoke(contracts, ["--accept"])
    assert refused.exit_code == 1
    assert "registry.center: state.rooms: was removed" in refused.output
    assert REMEDY in refused.output
    assert list(tmp_path.iterdir()) == []


STATUSES = snapshot.published()["registry.center"]["state"]["properties"]["status"]["enum"]


def measured(state: dict[str, Any], change: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A step to a made-up version 2 of the center, which tells its rooms as a part of its size."""
    state["size"] = {"rooms": state.pop("rooms")}
    return state, change


@pytest.fixture
def second_version(monkeypatch):
    monkeypatch.setitem(STEPS, ("registry.center", 1), measured)


@pytest.mark.usefixtures("second_version")
def test_an_old_event_is_read_as_todays(store):
    (told,) = [event for type_, event in OLD if type_ == CENTER]
    event = decode(orjson.dumps(told))
    assert event.state["size"] == {"rooms": told["data"]["state"]["rooms"]}
    assert "rooms" not in event.state
    assert event.dataschema == told["dataschema"].removesuffix("1") + "2"
    kept = store(service_class("programs").aggregates)
    Copies(kept, {"registry.center": ("status", "size")}).apply([event])
    assert kept.known("center").find_one()["size"] == {"rooms": 3}


@pytest.mark.usefixtures("second_version")
def test_an_event_of_the_new_version_is_left_as_it_is():
    fact = {"id": "f", "type": CENTER, "subject": "c", "time": "2026-03-01T08:15:00.000Z", "version": 1, "position": 1,
            "area": "a", "state": {"size": {"rooms": 4}}, "change": {}, "schema": 2}  # fmt: skip
    _, told = message("registry", {"_id": "e", "correlation": None, "causation": None}, fact)
    event = decode(told.body)
    assert (event.state, event.dataschema) == ({"size": {"rooms": 4}}, f"/schemas/{CENTER}/2")


def test_steps_are_taken_one_after_the_other(monkeypatch):
    monkeypatch.setitem(STEPS, ("registry.center", 1), lambda state, change: ({**state, "path": "2"}, change))
    monkeypatch.setitem(STEPS, ("registry.center", 2), lambda state, change: ({**state, "path": state["path"] + "3"}, change))
    (told,) = [event for type_, event in OLD if type_ == CENTER]
    assert decode(orjson.dumps(told)).state["path"] == "23"


def test_a_new_version_needs_its_step(monkeypatch):
    before, after = snapshot.published()["registry.center"], {**changed(rooms=None), "version": 2}
    refused = list(incompatible({"registry.center": before}, {"registry.center": after}))
    assert refused == ["registry.center: version 2 follows 1 without a step"]
    monkeypatch.setitem(STEPS, ("registry.center", 1), measured)
    assert list(incompatible({"registry.center": before}, {"registry.center": after})) == []
