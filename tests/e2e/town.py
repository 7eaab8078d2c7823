"""What journeys begin with: a place of their own, so that none sees what another has done. A plugin of the journeys only."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Api, wait_until
from tests.world import PLURALS, World, day


@pytest.fixture
def town(api: Callable[..., Api]) -> World:
    """A district with one center, and who manages it."""
    world, tag = World(api(), api()), uuid.uuid4().hex[:8]
    world.give("define_area", code=f"D-{tag}", parent_id=None)
    world.give("enter_center", code=f"C-{tag}")
    world.manager = api("center_manager", center=world.ids["center"])
    return world


@pytest.fixture
def offering(town: World) -> dict[str, Any]:
    """An open offering at the town's center."""
    town.give("draft_center_program", need_ids=[], agreement_id=None)
    town.give("approve_program", override_reason="The district asked for it.")
    town.give("plan_offering", facilitators=[], decision_id=None, starts_on=day(-30), ends_on=day(60))
    return town.give("open_offering")


@pytest.fixture
def until() -> Callable[..., dict[str, Any]]:
    """``until(world, kind, field=value)``: wait until the thing is so; its state."""

    def wait(world: World, kind: str, id_: str | None = None, **wanted: Any) -> dict[str, Any]:
        def shown() -> dict[str, Any]:
            state = world.ministry.get(f"/v1/{PLURALS[kind]}/{id_ or world.ids[kind]}").body
            return state if all(state.get(name) == value for name, value in wanted.items()) else {}

        shown.__name__ = f"{kind} {wanted}"
        return wait_until(shown, 20)

    return wait
