"""What tests of subscriptions begin with: a town whose partner may receive what happens there. A plugin of those tests only."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Api
from tests.world import World, day

pytest_plugins = ["tests.e2e.town"]

SCOPE = {
    "event_types": ["toono.registry.center", "toono.feedback.need", "toono.programs.session"],
    "area_ids": [],
    "field_names": ["id", "version", "status", "area_id", "center_id", "name", "topic"],
}


@pytest.fixture
def agree(town: World) -> Callable[..., dict[str, Any]]:
    """``agree(**terms)``: an agreement of a partner with the town's district, in force."""

    def make(party: dict[str, Any] | None = None, *, people: bool = False, **scope: Any) -> dict[str, Any]:
        if "partner" not in town.ids:
            town.give("register_partner", code=f"P-{uuid.uuid4().hex[:8]}", area_id=None, area_ids=[])
            town.give("verify_partner")
        party = party or {"kind": "area", "id": town.ids["area"]}
        town.give("propose_agreement", starts_on=day(-10), ends_on=day(300), data_scope={**SCOPE, **scope}, party=party)
        town.give("negotiate_agreement")
        town.give("sign_agreement", signed_on=day(-9))
        if people:
            town.give("approve_people")
        return town.give("activate_agreement")

    return make


@pytest.fixture
def contact(api: Callable[..., Api], town: World, agree: Callable[..., Any]) -> Api:
    """The technical contact of the partner, whose agreement with the town's district is in force."""
    agree()
    return api("partner_technical_contact", partner=town.ids["partner"])


@pytest.fixture
def subscribe(town: World, contact: Api) -> Callable[..., str]:
    """``subscribe(**asked)``: a feed under the newest agreement; its id."""

    def make(**asked: Any) -> str:
        told = {"event_types": ["toono.registry.center", "toono.feedback.need"], **asked}
        return str(town.give("open_subscription", by=contact, **told)["id"])

    return make


class Puller:
    """A partner's system that pulls, and what it got so far."""

    def __init__(self, api: Api, subscription: str) -> None:
        self.api = api
        self.path = f"/v1/subscriptions/{subscription}"
        self.cursor = 0
        self.got: list[dict[str, Any]] = []

    def pull(self, **query: Any) -> list[dict[str, Any]]:
        """The next page, taken in."""
        answer = self.api.get(f"{self.path}/events", after=self.cursor, **query)
        assert answer.status == 200, answer.body
        self.cursor = answer.body["next"]
        self.got += answer.body["items"]
        return list(answer.body["items"])

    def snapshot(self, *, first: int = 1000, then: Callable[[], Any] = lambda: None) -> tuple[list[dict[str, Any]], int]:
        """A whole snapshot and its cursor, from a first page of so many, after which something may be done."""
        page = self.api.get(f"{self.path}/snapshot", limit=first).body
        found, cursor = list(page["items"]), int(page["cursor"])
        then()
        while page["next"]:
            page = self.api.get(f"{self.path}/snapshot", limit=1000, after=page["next"]).body
            assert page["cursor"] == cursor
            found += page["items"]
        return found, cursor

    def has(self, subject: str, past: str) -> bool:
        """Whether it got this event by now."""
        self.pull()
        return any(one["subject"] == subject and one["type"].endswith(f".{past}") for one in self.got)


@pytest.fixture
def puller(contact: Api) -> Callable[[str], Puller]:
    """``puller(subscription_id)``: a system that pulls."""
    return lambda id_: Puller(contact, id_)
