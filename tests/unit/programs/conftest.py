"""Aggregates of programs as they are in the middle of life, and a check of every fact that they leave."""

from collections.abc import Callable
from typing import Any

import pytest

from services.programs.contract import CONTRACT
from services.programs.model import Enrolment, Learner, Offering, Program, Session
from shared.events import Aggregate

AT, TODAY = "2026-03-10T08:00:00.000Z", "2026-03-10"
KINDS = {kind.name: kind for kind in CONTRACT.kinds}
CENTER, OTHER_CENTER = "0190b3a0-0000-7000-8000-000000000002", "0190b3a0-0000-7000-8000-000000000003"
AREA, OTHER_AREA = "0190b3a0-0000-7000-8000-000000000001", "0190b3a0-0000-7000-8000-000000000009"
DECISION = "0190b3a0-0000-7000-8000-000000000006"
ACTIVE = {"status": "active", "area_id": AREA}
EXAMPLES: dict[type[Aggregate], dict[str, Any]] = {
    Program: dict(KINDS["program"].example),
    Offering: {**KINDS["offering"].example, "waitlist": ["w1", "w2"], "places": 20, "enrolled": 20},
    Session: {
        **KINDS["session"].example,
        "marks": {"l1": ["present", "2026-03-03T09:05:00.000Z", "d", "female", "15-24"]},
    },
    Learner: dict(KINDS["learner"].example),
    Enrolment: dict(KINDS["enrolment"].example),
}


def number(n: int) -> str:
    """An id."""
    return f"0190b3a0-0000-7000-9000-{n:012d}"


def make(cls: type[Any], **changed: Any) -> Any:
    """The aggregate of the contract's example, in whatever state is wanted."""
    document = {**EXAMPLES[cls], **changed}
    return cls.load({"_id": document.pop("id"), **document})


def told(aggregate: Any) -> list[str]:
    """The names of the facts that it has left, after holding each against the contract."""
    kind = KINDS[aggregate.KIND]
    for step, fact in enumerate(aggregate.facts, aggregate.loaded_version + 1):
        assert fact.name in kind.events
        assert fact.version == step
        assert not kind.state().validate(fact.state)
        assert set(fact.state) == set(kind.example)
    return [fact.name for fact in aggregate.facts]


@pytest.fixture
def offering() -> Callable[..., Offering]:
    """Make an open offering of two places in which nobody is yet."""

    def build(**changed: Any) -> Offering:
        empty = {"places": 2, "applied": 0, "enrolled": 0, "waitlisted": 0, "waitlist": []}
        built: Offering = make(Offering, **{**empty, **changed})
        return built

    return build


@pytest.fixture
def session() -> Session:
    """A scheduled session without marks."""
    return Session.schedule(
        id=number(1), offering_id=number(2), program_id=number(3), center_id=CENTER, area_id=AREA, program_kind="literacy",
        field="0021", starts_at="2026-03-03T09:00:00.000Z", day=None, minutes=60, at=AT,
    )  # fmt: skip


@pytest.fixture
def learner() -> Callable[..., Learner]:
    """Register a woman of 35 who consents to learning."""

    def build(**changed: Any) -> Learner:
        who = {"birth_year": 1990, "consents": [{"purpose": "learning", "given_on": None}], "sex": "female"}
        return Learner.register(id=number(4), center_id=CENTER, area_id=AREA, today=TODAY, at=AT, **{**who, **changed})

    return build
