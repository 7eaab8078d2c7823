"""Aggregates in any status, as they would be loaded."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from services.partnerships.contract import agreement, contribution, partner
from services.partnerships.model import Agreement, Contribution, Partner
from shared.events import Aggregate

AT = "2026-06-01T08:00:00.000Z"
TODAY = "2026-06-01"

Make = Callable[..., Any]


def loaded(cls: type[Aggregate], state: Mapping[str, Any]) -> Any:
    """The aggregate that was stored with this public state."""
    return cls.load({**{name: value for name, value in state.items() if name != "id"}, "_id": state["id"]})


def _making(cls: type[Aggregate], example: dict[str, Any]) -> Make:
    return lambda **fields: loaded(cls, {**example, **fields})


@pytest.fixture
def a_partner() -> Make:
    return _making(Partner, partner.STATE)


@pytest.fixture
def an_agreement() -> Make:
    return _making(Agreement, agreement.STATE)


@pytest.fixture
def a_contribution() -> Make:
    return _making(Contribution, contribution.STATE)
