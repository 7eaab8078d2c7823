import inspect
import re
from typing import Any

import pycountry
import pytest
from marshmallow import Schema, ValidationError

from services.partnerships import codes
from services.partnerships.commands import agreement, contribution, partner, subscription
from services.partnerships.contract import CONTRACT
from services.partnerships.contract.agreement import DataScope, Party
from services.partnerships.contract.contribution import Value
from services.partnerships.model import Agreement, Contribution, Partner, Subscription
from shared.contract import Command, Kind
from tests.unit.partnerships.conftest import loaded

CENTER = "0190b3a0-0000-7000-8000-000000000002"
AGGREGATES = {cls.KIND: cls for cls in (Partner, Agreement, Contribution, Subscription)}
USE_CASES = {
    name: use
    for module in (partner, agreement, contribution, subscription)
    for name, use in vars(module).items()
    if inspect.isfunction(use) and use.__module__ == module.__name__ and not name.startswith("_")
}


def refused(schema: type[Schema], body: Any) -> Any:
    with pytest.raises(ValidationError) as error:
        schema().load(body)
    return error.value.messages


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_example_is_a_valid_body(command: Command) -> None:
    command.body().load(dict(command.example))


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_command_takes_what_its_body_and_its_path_give(command: Command) -> None:
    use = USE_CASES[command.name]
    taken = inspect.signature(use).parameters
    open_ended = any(p.kind is p.VAR_KEYWORD for p in taken.values())
    given = {*command.body().fields, *re.findall(r"{(\w+)}", command.path)}
    assert open_ended or given <= set(taken)
    assert {n for n, p in taken.items() if p.kind is p.KEYWORD_ONLY and p.default is p.empty} <= given


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_scope_names_a_parameter(command: Command) -> None:
    given = {*command.body().fields, *re.findall(r"{(\w+)}", command.path)}
    assert {scope.split(":")[1] for scope in command.scope} <= given


def test_every_use_case_is_published() -> None:
    assert set(USE_CASES) == set(CONTRACT.by_name)


def test_no_path_is_offered_twice() -> None:
    paths = [(command.method, command.path) for command in CONTRACT.commands]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("kind", CONTRACT.kinds, ids=lambda k: k.name)
def test_every_kind_shows_exactly_its_public_state(kind: Kind) -> None:
    example = dict(kind.example)
    kind.state().load(example)
    state = loaded(AGGREGATES[kind.name], example).state()
    assert set(state) == set(kind.state().fields) == set(example)
    assert {*kind.filters, *kind.texts, *kind.public} <= set(state)


@pytest.mark.parametrize("kind", CONTRACT.kinds, ids=lambda k: k.name)
def test_every_status_is_published(kind: Kind) -> None:
    statuses = kind.state().fields["status"].validate.choices  # type: ignore[union-attr]
    assert set(statuses) == set(AGGREGATES[kind.name].LIFE)


def test_contact_persons_are_in_no_state() -> None:
    assert "contact_persons" not in CONTRACT.kinds[0].state().fields


def test_labels_stand_in_four_languages() -> None:
    lists = [codes.ORGANISATION_TYPES, codes.ROLES, codes.SECTORS, codes.PARTIES, codes.RESOURCES, codes.UNITS]
    for labels in (label for one in lists for label in one.values()):
        assert set(labels) == {"kk", "ru", "mn", "en"}
        assert all(labels.values())


def test_currencies_are_those_of_iso_4217() -> None:
    known = {currency.alpha_3 for currency in pycountry.currencies}
    assert set(codes.CURRENCIES) <= known
    assert {"KZT", "MNT", "RUB", "USD", "EUR"} <= set(codes.CURRENCIES)
    assert not {"XTS", "XXX", "XAU"} & set(codes.CURRENCIES)


@pytest.mark.parametrize(
    "party",
    [{"kind": "center"}, {"kind": "area", "id": None}, {"kind": "ministry", "id": CENTER}, {"kind": "school", "id": CENTER}],
)
def test_a_party_is_one_center_or_one_area_or_the_ministry(party: dict[str, Any]) -> None:
    assert refused(Party, party)


def test_the_ministry_needs_no_id() -> None:
    assert Party().load({"kind": "ministry"}) == {"kind": "ministry", "id": None}


@pytest.mark.parametrize(
    "kind", ["*", "toono", "toono.programs.", "toono.programs.*", "programs.session", "toono.a.b.c.d", "$where"]
)
def test_an_event_type_is_written_in_whole_parts(kind: str) -> None:
    scope = {"event_types": [kind], "area_ids": [], "field_names": ["id"]}
    assert "event_types" in refused(DataScope, scope)


@pytest.mark.parametrize("empty", ["event_types", "field_names"])
def test_a_scope_names_what_it_opens(empty: str) -> None:
    scope = {"event_types": ["toono.programs"], "area_ids": [], "field_names": ["id"], empty: []}
    assert empty in refused(DataScope, scope)


@pytest.mark.parametrize("value", [
    {"amount": "1500"}, {"amount": "1500", "currency": "TENGE"}, {"amount": 1500, "currency": "KZT"},
    {"amount": "-1", "currency": "KZT"}, {"amount": "0", "currency": "KZT"},
])  # fmt: skip
def test_a_value_is_an_amount_above_zero_with_its_currency(value: dict[str, Any]) -> None:
    assert refused(Value, value)
