"""The published language is sound in itself, and agrees with the model and the use cases."""

import inspect
import re
from types import ModuleType
from typing import Any

import pytest
from marshmallow import ValidationError

from services.programs import codes, commands, contract
from services.programs.contract import CONTRACT
from services.programs.model import Enrolment, Learner, Offering, Program, Session
from services.programs.model import session as session_model
from services.programs.model.personal import BANDS, DISCLOSED
from shared.contract import Command, Kind
from tests.unit.programs.conftest import EXAMPLES, make

AGGREGATES: dict[str, Any] = {cls.KIND: cls for cls in (Program, Offering, Session, Learner, Enrolment)}
PARTS: tuple[ModuleType, ...] = contract.PARTS


def takes(command: Command) -> set[str]:
    return {*command.body().fields, *re.findall(r"{(\w+)}", command.path)}


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_example_of_every_command_loads(command: Command) -> None:
    command.body().load(dict(command.example))


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_command_refuses_what_it_does_not_name(command: Command) -> None:
    with pytest.raises(ValidationError, match="Unknown field"):
        command.body().load({**command.example, "status": "approved"})


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_use_case_takes_what_its_command_brings(command: Command) -> None:
    wanted = inspect.signature(getattr(commands, command.name)).parameters
    named = {name for name, parameter in wanted.items() if parameter.kind is parameter.KEYWORD_ONLY}
    assert named <= takes(command)
    assert any(p.kind is p.VAR_KEYWORD for p in wanted.values()) or takes(command) <= named
    always = {*command.body().load(dict(command.example)), *re.findall(r"{(\w+)}", command.path)}
    assert named <= always


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_scope_names_a_parameter(command: Command) -> None:
    assert {scope.split(":")[1] for scope in command.scope} <= takes(command)
    assert command.scope


def test_every_use_case_is_published() -> None:
    assert sorted(commands.__all__) == sorted(CONTRACT.by_name)


def test_no_two_commands_share_a_path() -> None:
    assert len({(c.method, c.path) for c in CONTRACT.commands}) == len(CONTRACT.commands)


@pytest.mark.parametrize("kind", CONTRACT.kinds, ids=lambda k: k.name)
def test_example_of_every_kind_is_a_whole_state(kind: Kind) -> None:
    assert not kind.state().validate(dict(kind.example))
    assert set(make(AGGREGATES[kind.name]).state()) == set(kind.example) == set(kind.state().fields)
    assert set(kind.public) | set(kind.filters) <= set(kind.example)


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.KIND.name)
def test_statuses_are_those_of_the_life_cycle(part: ModuleType) -> None:
    life = AGGREGATES[part.KIND.name].LIFE
    assert set(part.STATUSES) == set(life)
    assert {after for possible in life.values() for after in possible} <= set(life)


@pytest.mark.parametrize("cls", EXAMPLES, ids=lambda c: c.KIND)
def test_every_sealed_or_private_field_stays_inside(cls: Any) -> None:
    inside = cls.PRIVATE | cls.SEALED
    assert inside.isdisjoint(make(cls).state())
    assert inside.isdisjoint(next(k for k in CONTRACT.kinds if k.name == cls.KIND).state().fields)


def test_nothing_of_persons_is_public() -> None:
    assert {kind.name: kind.public for kind in CONTRACT.kinds if kind.name in {"learner", "enrolment"}} == {
        "learner": (),
        "enrolment": (),
    }


@pytest.mark.parametrize("name", codes.__all__)
def test_every_code_has_its_label_in_four_languages(name: str) -> None:
    for label in getattr(codes, name).values():
        assert set(label) == {"kk", "ru", "mn", "en"}
        assert all(label.values())


def test_the_model_uses_the_codes_that_are_published() -> None:
    assert set(session_model.MARKS) == set(codes.MARKS)
    assert {band for _, band in BANDS} | {"65+"} == set(codes.AGE_BANDS)
    assert set(DISCLOSED) == set(codes.PURPOSES)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("record_attendance", {"device": "d", "marks": []}),
        ("record_attendance", {"device": "d", "marks": [CONTRACT.by_name["record_attendance"].example["marks"][0]] * 501}),
        ("record_tally", {"device": "d", "tallied_at": "2026-03-03T09:00:00Z", "tally": {"female": {"99": 1}}}),
        ("record_tally", {"device": "d", "tallied_at": "2026-03-03T09:00:00Z", "tally": {"female": {"15-24": -1}}}),
        ("draft_program", {**CONTRACT.by_name["draft_program"].example, "kind": "unheard_of"}),
        ("plan_offering", {**CONTRACT.by_name["plan_offering"].example, "schedule": ["every Tuesday"]}),
        ("plan_offering", {**CONTRACT.by_name["plan_offering"].example, "places": 0}),
        ("register_learner", {**CONTRACT.by_name["register_learner"].example, "difficulties": {"seeing": 5}}),
        ("withdraw_enrolment", {"reason_code": "offering_cancelled"}),
    ],
)
def test_bodies_that_are_refused(name: str, body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CONTRACT.by_name[name].body().load(body)
