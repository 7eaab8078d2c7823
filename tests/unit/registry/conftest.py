"""Areas and centers in the middle of life, and a check of every fact that they leave."""

from typing import Any

import pytest

from services.registry.contract import CONTRACT
from services.registry.model import Area, Center

AT, TODAY = "2026-03-10T08:00:00.000Z", "2026-03-10"
KINDS = {kind.name: kind for kind in CONTRACT.kinds}
AREA = "0190b3a0-0000-7000-8000-000000000001"


def number(n: int) -> str:
    """An id."""
    return f"0190b3a0-0000-7000-9000-{n:012d}"


def told(aggregate: Any) -> list[str]:
    """The names of the facts that it has left, after holding each against the contract."""
    kind = KINDS[aggregate.KIND]
    for step, fact in enumerate(aggregate.facts, aggregate.loaded_version + 1):
        assert fact.name in kind.events
        assert fact.version == step
        assert kind.state().validate(fact.state) == {}
        assert set(fact.state) == set(kind.example)
    return [fact.name for fact in aggregate.facts]


@pytest.fixture
def center():
    """Make a center in some status."""

    def make(status: str = "active", **changes: Any) -> Center:
        document = {**KINDS["center"].example, "status": status, **changes}
        return Center.load({"_id": document.pop("id"), **document})

    return make


@pytest.fixture
def area():
    """Define an area."""

    def make(code: str = "11", n: int = 1, parent: Area | None = None, since: str = "2024-01-01") -> Area:
        return Area.define(id=number(n), code=code, since=since, parent=parent, at=AT, name={"kk": "Арал"})

    return make
