"""Events: each is documented by an example, and each consumer can take in every event that it listens to."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from gateway.catalog import contracts, kinds
from gateway.views import projection, projector
from gateway.views.cells import CELLS, difference
from gateway.views.fresh import shown
from shared.contract import Kind
from shared.envelope import Event, decode, encode
from shared.events import Aggregate

ID = "0190b3a0-0000-7000-8000-00000000ffff"
WHEN = "2026-03-01T08:15:00.000Z"
PUBLISHED = [(service, kind, name) for service, kind in kinds().values() for name in kind.events]
EVENTS = [pytest.param(*one, id=f"{one[0]}.{one[1].name}.{one[2]}") for one in PUBLISHED]


def event_of(service: str, kind: Kind, name: str, /, **state: Any) -> Event:
    """An event as it arrives: once over the wire."""
    told = {**kind.example, **state}
    type_ = f"toono.{service}.{kind.name}.{name}"
    return decode(encode(Event(ID, f"/{service}", type_, WHEN, told.get("id"), told.get("version"), 1, state=told)))


def recorded(cls: type[Aggregate]) -> Iterator[str]:
    """The names under which a model records facts, where they stand in its source."""
    for call in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(cls)))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in {"record", "move"}:
            names = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if names:
                yield names[0] if call.func.attr == "record" else names[-1].replace("_", "-")


@pytest.mark.parametrize("name", list(kinds()))
def test_the_example_of_a_kind_is_one(name):
    _, kind = kinds()[name]
    assert kind.state().validate(dict(kind.example)) == {}


@pytest.mark.parametrize("name", list(kinds()))
def test_the_public_part_and_the_filters_are_parts_of_the_state(name):
    _, kind = kinds()[name]
    assert {*kind.public, *kind.filters, *kind.texts} <= set(kind.state().fields)


def test_models_record_documented_events_only(services):
    for name, service in services.items():
        documented = {kind.name: set(kind.events) for kind in contracts()[name].kinds}
        for cls in service.aggregates:
            assert set(recorded(cls)) <= documented[cls.KIND], cls.KIND


def test_every_aggregate_is_a_kind_and_shows_what_the_state_says(services):
    for name, service in services.items():
        published = {kind.name: kind for kind in contracts()[name].kinds}
        for cls in service.aggregates:
            shown_fields = {one.name for one in fields(cls)} - cls.PRIVATE - cls.SEALED
            assert shown_fields <= set(published[cls.KIND].state().fields) | {"status", "area_id"}, cls.KIND


@pytest.mark.parametrize(("service", "kind", "name"), EVENTS)
def test_the_projector_takes_it_in(service, kind, name):
    event = event_of(service, kind, name)
    for told in projection._by_kind([event]).values():
        for one in told:
            document = projection._document(kind.name, one)
            assert document["_id"] == one.subject
            assert shown(document) == {**kind.example, "version": one.version}
    if kind.name in CELLS:
        assert difference(kind.name, None, event.state) != {}
        assert difference(kind.name, event.state, event.state) == {}


def test_the_projector_hears_of_every_service():
    assert {service for service, _ in projector.BINDINGS} == set(contracts())
