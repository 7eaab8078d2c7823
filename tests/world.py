"""A small world to test in: one of every kind of thing, made through the API as people make them.

Two districts in a region; in the first two centers, in the second one. What the contracts' examples name is here by the
same word: `ids["center"]` is what their `center_id` means.
"""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.catalog import commands
from gateway.resources.commands import PARAMETER
from shared.contract import Command
from tests.client import Answer, Api

Json = dict[str, Any]
EXAMPLE = "0190b3a0-0000-7000-8000-"  # how the ids of the contracts' examples begin
SAME = {"into": "other", "parent_id": "region", "to_offering_id": "offering", "duplicate_of": "case", "subject_id": "program"}
TODAY = datetime.now(UTC).date()
PATIENCE = 60  # seconds until every service has heard of what a command names; the gateway waits 2 of them itself


def day(days: int) -> str:
    """A date, so many days from today."""
    return (TODAY + timedelta(days=days)).isoformat()


@dataclass
class World:
    """The ids of what there is, and how to give commands about it. `manager` runs the first center."""

    ministry: Api
    manager: Api
    ids: dict[str, str] = field(default_factory=dict)
    made: dict[str, Json] = field(default_factory=dict)

    def body(self, name: str, **changes: Any) -> Json:
        """The example of a command with the ids of this world."""
        return {**self.here(dict(commands()[name][1].example)), **changes}

    def path(self, command: Command) -> str:
        """The path of a command with the ids of this world."""
        named = {one: self.ids.get(one.removesuffix("_id"), str(uuid.uuid4())) for one in PARAMETER.findall(command.path)}
        return f"/v1{command.path.format(**named)}"

    def give(self, name: str, *, by: Api | None = None, **changes: Any) -> Json:
        """Give a command, which must be carried out; the state that it leaves."""
        command, key = commands()[name][1], str(uuid.uuid4())
        until = time.monotonic() + PATIENCE
        while True:
            match = self._etag(command) if command.matches else None
            answer = (by or self.ministry).request(
                command.method, self.path(command), body=self.body(name, **changes), key=key, match=match
            )
            if not _is_early(answer) or time.monotonic() > until:
                break
        assert answer.status in {200, 201}, (name, answer.status, answer.body)
        state: Json = answer.body
        if command.creates:
            self.ids[command.kind], self.made[command.kind] = state["id"], state
        return state

    def read(self, kind: str, by: Api | None = None) -> Answer:
        """Read one of the things."""
        return (by or self.ministry).get(f"/v1/{PLURALS[kind]}/{self.ids[kind]}")

    def _etag(self, command: Command) -> str:
        return self.read(command.kind).etag

    def here(self, told: Any, name: str = "") -> Any:
        """The same with the ids of this world in place of those that the contracts' examples have."""
        if isinstance(told, dict):
            return {below: self.here(value, below) for below, value in told.items()}
        if isinstance(told, list):
            return [self.here(one, name) for one in told]
        kind = SAME.get(name, re.sub("_ids?$", "", name))
        return self.ids.get(kind, told) if isinstance(told, str) and told.startswith(EXAMPLE) else told


def _is_early(answer: Answer) -> bool:
    """Whether a service has not heard yet of what the command names, and asks to be asked again."""
    return answer.status == 409 and answer.body["type"] == "/problems/not-yet-known"


PLURALS = {
    "area": "areas", "center": "centers", "program": "programs", "offering": "offerings", "session": "sessions",
    "learner": "learners", "enrolment": "enrolments", "partner": "partners", "agreement": "agreements",
    "contribution": "contributions", "need": "needs", "meeting": "meetings", "decision": "decisions", "case": "cases",
    "import": "imports", "subscription": "subscriptions",
}  # fmt: skip


def build(api: Callable[..., Api]) -> World:
    """Make it all, in some three seconds."""
    world = World(api(), api())
    _places(world, tag=uuid.uuid4().hex[:8].upper())
    world.manager = api("center_manager", center=world.ids["center"])
    _learning(world)
    _helping(world)
    _speaking(world)
    return world


def _places(world: World, tag: str) -> None:
    world.ids["region"] = world.give("define_area", code=f"R-{tag}", parent_id=None)["id"]
    world.ids["other_area"] = world.give("define_area", code=f"D2-{tag}", parent_id=world.ids["region"])["id"]
    world.give("define_area", code=f"D1-{tag}", parent_id=world.ids["region"])
    world.ids["far_center"] = world.give("enter_center", code=f"C3-{tag}", area_id=world.ids["other_area"])["id"]
    world.ids["other"] = world.give("enter_center", code=f"C2-{tag}")["id"]
    world.give("enter_center", code=f"C1-{tag}")


def _learning(world: World) -> None:
    world.give("draft_center_program", need_ids=[], agreement_id=None)
    world.give("approve_program", override_reason="The district asked for it.")
    world.give("plan_offering", facilitators=[], decision_id=None, starts_on=day(-30), ends_on=day(60))
    world.give("open_offering")
    world.give("schedule_session", starts_at=f"{day(-1)}T09:00:00.000Z", day=day(-1))
    world.give("register_learner", by=world.manager)
    world.give("enrol")


def _helping(world: World) -> None:
    world.give("register_partner", code=f"P-{uuid.uuid4().hex[:8]}", area_id=None, area_ids=[])
    world.give("verify_partner")
    world.give("propose_agreement", starts_on=day(-10), ends_on=day(300), data_scope=None,
               party={"kind": "center", "id": world.ids["center"]})  # fmt: skip
    world.give("pledge_contribution")
    _subscribing(world, world.ids["agreement"])


def _subscribing(world: World, proposal: str) -> None:
    """Under an agreement of its own, which is in force; the other one stays proposed."""
    opened = {"event_types": ["toono.programs.session"], "area_ids": [], "field_names": ["id", "status"]}
    world.give("propose_agreement", starts_on=day(-10), ends_on=day(300), data_scope=opened,
               party={"kind": "center", "id": world.ids["center"]})  # fmt: skip
    world.give("negotiate_agreement")
    world.give("sign_agreement", signed_on=day(-9))
    world.give("activate_agreement")
    world.give("open_subscription")
    world.ids["agreement"] = proposal


def _speaking(world: World) -> None:
    world.give("raise_need", by=world.manager)
    world.give("convene_meeting", by=world.manager, called_for=f"{day(-2)}T15:00:00.000Z")
    world.give("hold_meeting", by=world.manager, held_on=day(-2))
    world.give("record_decision", by=world.manager)
    world.give("receive_case")
