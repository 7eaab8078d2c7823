"""A partner with many webhooks: one endpoint that can be spoilt, and a good one that the others share, by paths of their own."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.receiving import Receiver
from tests.client import Api, wait_until
from tests.faults.endpoint import Endpoint
from tests.faults.load import Place, pool
from tests.faults.platform import Platform
from tests.world import World, day

TYPE = "toono.feedback.need.raised"
BATCH = 500  # commands
SCOPE = {"event_types": [TYPE], "area_ids": [], "field_names": ["id", "version", "status", "topic"]}


@dataclass
class Webhooks:
    """The subscriptions under one agreement, with all needs of a district of their own that were raised for them."""

    platform: Platform
    world: World
    contact: Api
    good: Receiver
    bad: Endpoint
    subscriptions: list[str] = field(default_factory=list)  # the first is the one that can be spoilt
    needs: list[str] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)  # seconds, of all that has arrived at the good endpoint
    arrived: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by path: ids

    @classmethod
    def open(cls, platform: Platform, place: Place, *, count: int) -> "Webhooks":
        """Agree upon so many, and wait until all are proved."""
        world = World(place.world.ministry, place.world.manager)
        tag = uuid.uuid4().hex[:8]
        world.give("define_area", code=f"W-{tag}", parent_id=None)
        world.give("enter_center", code=f"W-{tag}")
        known = platform.mongo["toono_partnerships"]["known_area"]
        wait_until(lambda: known.find_one({"_id": world.ids["area"]}), 60)  # under load nobody else waits for a fact
        _agree(world, tag)
        token = platform.token("partner_technical_contact", partner=world.ids["partner"])
        made = cls(platform, world, Api(platform.api.url, token, pool()), Receiver(), Endpoint(platform.authority))
        urls = [made.bad.url, *(f"{made.good.url}/{number}" for number in range(1, count))]
        made.subscriptions = [made._subscribe(url) for url in urls]
        wait_until(lambda: all(made._status(id_) == "active" for id_ in made.subscriptions), 60)
        return made

    def raise_needs(self, count: int) -> None:
        """Let so many events happen."""
        body = self.world.body("raise_need")
        while count > 0:
            some = [
                {"id": str(uuid.uuid4()), "command": "raise_need", "path": {}, "body": body} for _ in range(min(count, BATCH))
            ]
            results = self.world.ministry.post("/v1/batches", {"commands": some}).body["results"]
            self.needs += [one["body"]["id"] for one in results]
            count -= BATCH

    def events(self) -> set[str]:
        """The ids of what happened, as the service that it happened in has written them down."""
        told = self.platform.mongo["toono_feedback"]["journal"].find({"facts.subject": {"$in": self.needs}}, {"facts": 1})
        return {fact["id"] for entry in told for fact in entry["facts"] if fact["type"] == TYPE}

    def look(self) -> int:
        """Take over what has arrived at the good endpoint since the look before; how much that is."""
        told = self.good.since()
        for path, id_ in told["taken"]:
            self.arrived[path].add(id_)
        self.delays += told["delays"]
        return len(told["taken"])

    def healthy_have(self, ids: set[str]) -> bool:
        """Whether by now all of the good endpoint's paths have these."""
        self.look()
        return len(self.arrived) == len(self.subscriptions) - 1 and all(ids <= one for one in self.arrived.values())

    def missing(self, ids: set[str]) -> list[tuple[str, str]]:
        """What has not arrived by now: subscriptions and ids of events."""
        self.look()
        taken = {self.subscriptions[0]: self.bad.taken}
        taken |= {id_: self.arrived[f"/events/{number}"] for number, id_ in enumerate(self.subscriptions) if number}
        return [(subscription, id_) for subscription in self.subscriptions for id_ in ids - taken[subscription]]

    def silent(self, missing: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Which of these do not wait with a reason either."""
        found = self.platform.mongo["toono_partnerships"]["webhook_waiting"].find(
            {"subscription_id": {"$in": self.subscriptions}}
        )
        waiting = {(one["subscription_id"], one["event_id"]) for one in found if one["reason"]}
        return [one for one in missing if one not in waiting]

    def close(self) -> None:
        """End the subscriptions and their endpoints."""
        for id_ in self.subscriptions:
            self.contact.post(f"/v1/subscriptions/{id_}/end", {"reason": "moved"})
        self.good.close()
        self.bad.close()

    def _subscribe(self, url: str) -> str:
        asked = {"way": "webhook", "endpoint": url, "event_types": [TYPE]}
        return str(self.world.give("open_subscription", by=self.contact, **asked)["id"])

    def _status(self, id_: str) -> Any:
        return self.contact.get(f"/v1/subscriptions/{id_}").body["status"]


def _agree(world: World, tag: str) -> None:
    world.give("register_partner", code=f"P-{tag}", area_id=None, area_ids=[])
    world.give("verify_partner")
    party = {"kind": "area", "id": world.ids["area"]}
    world.give("propose_agreement", starts_on=day(-10), ends_on=day(300), data_scope=SCOPE, party=party)
    world.give("negotiate_agreement")
    world.give("sign_agreement", signed_on=day(-9))
    world.give("activate_agreement")
