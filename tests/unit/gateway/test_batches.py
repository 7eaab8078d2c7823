"""Reading a batch: every command is looked at by itself, and what it may touch is held against the grants."""

from types import SimpleNamespace
from typing import Any

import pytest

from gateway.access import Caller, Grant
from gateway.platform import Platform
from gateway.resources.batches import Batches
from shared.errors import Forbidden, NotFound, Refusal

AREA, CENTER, OTHER, LEARNER, NEW = (f"0190b3a0-0000-7000-8000-{n:012d}" for n in range(1, 6))
STATES = {
    ("center", CENTER): {"id": CENTER, "area_id": AREA},
    ("center", OTHER): {"id": OTHER, "area_id": AREA},
    ("learner", LEARNER): {"id": LEARNER, "area_id": AREA, "center_id": OTHER},
}
MANAGER = Caller("m", (Grant("center_manager", center=CENTER),))
BODY = {"center_id": CENTER, "sex": "female", "birth_year": 1990}


class Places(Platform):
    """What the gateway knows, without anything behind it."""

    def __init__(self) -> None:
        object.__setattr__(self, "areas", SimpleNamespace(above=lambda id_: [id_]))

    def find(self, kind: str, id: str) -> dict[str, Any] | None:  # noqa: A002
        return STATES.get((kind, id))


@pytest.fixture
def batches():
    return Batches(Places())


def read(batches: Batches, made: Any = None, caller: Caller = MANAGER, **item: Any) -> tuple[str, str, dict[str, Any]]:
    """What becomes of one command of a batch."""
    told = {"id": "k", "command": "register_learner", "body": BODY, **item}
    return batches._read(caller, {k: v for k, v in told.items() if v is not ...}, {} if made is None else made)


def test_a_sound_command_becomes_an_order_of_its_service(batches):
    service, name, order = read(batches)
    assert (service, name) == ("programs", "register_learner")
    assert order["body"] == {**BODY, "area_id": None, "consents": []}  # as the service takes it
    assert order["scope"] == {f"center:{CENTER}": AREA}


@pytest.mark.parametrize(
    "item",
    [
        {"id": ...}, {"id": ""}, {"id": 1}, {"id": "a\n"}, {"id": "x" * 201}, {"command": ...}, {"command": "unheard_of"},
        {"command": ["enrol"]}, {"command": "erase_learner", "path": {"learner_id": LEARNER}, "body": {}},
        {"path": {"x": "y"}}, {"path": []}, {"path": {"learner_id": 1}}, {"body": {}}, {"body": []}, {"body": None},
        {"body": {**BODY, "more": 1}}, {"new_id": "x"}, {"new_id": None}, {"new_id": f"{NEW}\n"}, {"extra": 1},
    ],
    ids=str,
)  # fmt: skip
def test_anything_else_is_refused(batches, item):
    with pytest.raises(Refusal):
        read(batches, **item)


@pytest.mark.parametrize("item", [None, 1, "x", [], [{}]])
def test_what_is_no_object_is_refused(batches, item):
    with pytest.raises(Refusal):
        batches._read(MANAGER, item, {})


def test_what_lies_elsewhere_is_out_of_reach(batches):
    with pytest.raises(NotFound):
        read(batches, body={**BODY, "center_id": OTHER})
    with pytest.raises(Forbidden):
        read(batches, caller=Caller("p", (Grant("partner_contact", partner="p"),)))


def test_what_an_earlier_command_makes_can_be_named_by_a_later_one(batches):
    made: dict[Any, Any] = {}
    read(batches, made, new_id=NEW)
    _, _, order = read(batches, made, command="give_consent", path={"learner_id": NEW}, body={"purpose": "contact"})
    assert order["scope"] == {f"learner:{NEW}": AREA}


def test_what_exists_is_not_reached_by_pretending_to_make_it(batches):
    made: dict[Any, Any] = {}
    read(batches, made, new_id=LEARNER)  # another center's learner, of the same area
    with pytest.raises(NotFound):
        read(
            batches,
            made,
            command="correct_learner",
            path={"learner_id": LEARNER},
            body={"correction": "wrong_entry", "sex": "male"},
        )
