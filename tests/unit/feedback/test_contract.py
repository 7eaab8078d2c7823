import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import ValidationError, missing

from services.feedback.codes import cases as case_codes
from services.feedback.codes import meetings as meeting_codes
from services.feedback.codes import needs as need_codes
from services.feedback.commands import cases, clock, confidential, meetings, needs, people
from services.feedback.contract import CONTRACT
from services.feedback.contract.cases import HELD_BY
from services.feedback.contract.cases import STATUSES as CASE_STATUSES
from services.feedback.contract.meetings import MEETING_STATUSES
from services.feedback.contract.needs import STATUSES as NEED_STATUSES
from services.feedback.model import Case, Decision, Meeting, Need, Support, Tally
from services.feedback.model.standing import ABOUT, LEVELS
from shared.contract import Command, Kind
from tests.unit.feedback.conftest import AREA, AT, DECISION, ID, TODAY, a_meeting, a_need, resolved

MODULES = (needs, meetings, people, cases, confidential, clock)
USE_CASES = {name: use for module in MODULES for name, use in vars(module).items() if inspect.isfunction(use)}
LANGUAGES = {"kk", "ru", "mn", "en"}
INTERNAL = {"ordinary", "on_file", "open_center", "place_of", "areas_above", "supporter_id"}


def code_lists() -> Iterator[Any]:
    for module in (need_codes, meeting_codes, case_codes):
        for name, codes in vars(module).items():
            if name.isupper():
                yield pytest.param(codes, id=name)


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_example_is_a_valid_body(command: Command) -> None:
    command.body().load(dict(command.example))


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_body_refuses_what_it_does_not_name(command: Command) -> None:
    with pytest.raises(ValidationError):
        command.body().load({**command.example, "status": "met"})


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_command_is_called_with_what_it_takes(command: Command) -> None:
    taken = {name: p for name, p in inspect.signature(USE_CASES[command.name]).parameters.items() if name != "work"}
    fields, path = command.body().fields, set(re.findall(r"{(\w+)}", command.path))
    always = path | {name for name, field in fields.items() if field.required or field.load_default is not missing}
    open_ended = any(p.kind is p.VAR_KEYWORD for p in taken.values())
    assert open_ended or set(fields) | path == set(taken)
    assert {name for name, p in taken.items() if p.kind is p.KEYWORD_ONLY} <= always


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_scope_names_a_parameter(command: Command) -> None:
    given = {*command.body().fields, *re.findall(r"{(\w+)}", command.path)}
    assert {scope.partition(":")[2] for scope in command.scope} <= given


def test_whoever_is_not_public_is_checked_against_a_scope() -> None:
    assert {c.name for c in CONTRACT.commands if not c.scope} == {
        "receive_case", "check_case", "rate_case", "withdraw_case", "appeal_case", "escalate_due_cases", "close_unanswered",
    }  # fmt: skip
    assert {c.name for c in CONTRACT.commands if c.public} == {
        "receive_case", "check_case", "rate_case", "withdraw_case", "appeal_case", "support_need",
    }  # fmt: skip


def test_whatever_tells_sealed_values_is_audited() -> None:
    telling = {c.name for c in CONTRACT.commands if c.secrets}
    assert telling == {c.name for c in CONTRACT.commands if c.reads} | {"receive_case"}


def test_every_use_case_is_published_once() -> None:
    paths = [(c.method, c.path) for c in CONTRACT.commands]
    assert len(set(paths)) == len(paths)
    own = {name for name, use in USE_CASES.items() if use.__module__ in {m.__name__ for m in MODULES} and name[0] != "_"}
    assert own - INTERNAL - {"confidential"} == set(CONTRACT.by_name)


@pytest.mark.parametrize("kind", CONTRACT.kinds, ids=lambda k: k.name)
def test_every_kind_has_an_example_and_lists_fields_that_it_has(kind: Kind) -> None:
    kind.state().load(dict(kind.example))
    assert {*kind.filters, *kind.texts, *kind.public} <= set(kind.state().fields)


@pytest.mark.parametrize("command", CONTRACT.commands, ids=lambda c: c.name)
def test_every_command_answers_with_a_kind(command: Command) -> None:
    assert command.kind in {kind.name for kind in CONTRACT.kinds}


@pytest.mark.parametrize(
    "aggregate",
    [
        a_need(),
        Support.give(id=ID, need_id=ID, area_id=AREA, at=AT),
        a_meeting("held"),
        Decision.record_of(
            a_meeting("held"),
            id=DECISION,
            decided_on=None,
            concerns="budget",
            accepted=True,
            text={"en": "Yes"},
            today=TODAY,
            at=AT,
        ),
        resolved(),
        Tally(id=ID, count=1),
    ],
    ids=lambda a: a.KIND,
)
def test_every_state_is_just_what_is_published(aggregate: Any) -> None:
    kind = next(kind for kind in CONTRACT.kinds if kind.name == aggregate.KIND)
    assert set(aggregate.state()) == set(kind.state().fields)
    kind.state().load(aggregate.state())
    assert {fact.name for fact in aggregate.facts} <= set(kind.events)


def test_statuses_and_codes_of_contract_and_model_agree() -> None:
    assert set(CASE_STATUSES) == set(Case.LIFE)
    assert set(MEETING_STATUSES) == set(Meeting.LIFE)
    assert set(NEED_STATUSES) == set(Need.LIFE)
    assert set(ABOUT) == set(case_codes.ABOUT)
    assert LEVELS == HELD_BY


@pytest.mark.parametrize("codes", list(code_lists()))
def test_every_code_is_labeled_in_every_language(codes: dict[Any, dict[str, str]]) -> None:
    assert all(set(labels) == LANGUAGES and all(labels.values()) for labels in codes.values())
