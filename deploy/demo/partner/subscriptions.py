"""The agreement with the ministry under which a library network's map follows the season, and its subscriptions."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from deploy.demo.api import Document, Order
from deploy.demo.roles import Person
from deploy.demo.season.stage import MINISTRY, Stage
from deploy.demo.words import text

WAYS = ("feed", "webhook", "amqp")
TYPES = ("toono.feedback.need", "toono.programs.session", "toono.registry.center")
FIELDS = ("id", "status", "area_id", "center_id", "held_on")
LAST = "toono.registry.center.merged"  # the last of these that a season tells
TERM = timedelta(days=364)
NGO, IMPLEMENTING, LIBRARIES = "22", "4", "11230"


def agree(stage: Stage) -> None:
    """The ministry registers the partner, and both agree on what it is told."""
    stage.api.batch(MINISTRY, list(_orders(stage)))


def subscribe(stage: Stage, way: str, endpoint: str | None) -> Document:
    """Open a subscription, and return its state with the secret. In a second run the same one, after a day with a new secret."""
    asked = {"name": text("season", "map"), "way": way, "endpoint": endpoint, "event_types": list(TYPES)}
    path = f"/v1/agreements/{_id(stage, 'agreement')}/subscriptions"
    opened = stage.api.post(path, contact(stage), key=stage.seeds.key("map", way), body=asked)
    if way != "feed" and "told" not in opened:
        return ask(stage, opened["id"], "rotate-secret")
    return opened


def ask(stage: Stage, subscription: str, what: str, **body: str) -> Document:
    """Have the contact of the partner ask for something; every time anew."""
    return stage.api.post(f"/v1/subscriptions/{subscription}/{what}", contact(stage), key=str(uuid.uuid4()), body=body)


def contact(stage: Stage) -> Person:
    """Return who looks after the partner's system."""
    return Person.of("partner_technical_contact", "partner", [_id(stage, "partner")], called="map")


def _id(stage: Stage, what: str) -> str:
    return stage.seeds.id("map", what)


def _orders(stage: Stage) -> Iterator[Order]:
    seeds, partner, agreement = stage.seeds, _id(stage, "partner"), {"agreement_id": _id(stage, "agreement")}
    about: Document = {"code": "P-MAP", "name": text("season", "map"), "organisation_type": NGO, "area_id": None, "area_ids": []}
    terms = {
        "party": {"kind": "ministry"}, "purpose": text("season", "one_map"), "sectors": [LIBRARIES], "role": IMPLEMENTING,
        "starts_on": seeds.today.isoformat(), "ends_on": (seeds.today + TERM).isoformat(),
        "data_scope": {"event_types": list(TYPES), "area_ids": [], "field_names": list(FIELDS)},
    }  # fmt: skip
    yield Order(seeds.key("map", "register"), "register_partner", {}, about, partner)
    yield Order(seeds.key("map", "verify"), "verify_partner", {"partner_id": partner})
    yield Order(seeds.key("map", "propose"), "propose_agreement", {"partner_id": partner}, terms, agreement["agreement_id"])
    for step in ("negotiate", "sign", "activate"):
        yield Order(seeds.key("map", step), f"{step}_agreement", agreement)
