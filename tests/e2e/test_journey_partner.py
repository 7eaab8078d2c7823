"""A partner helps: an agreement, a promise, what arrives, what it is used for, and who may see it."""

import uuid
from typing import Any

import pytest

from tests.client import Api, wait_until
from tests.world import World, day

pytest_plugins = ["tests.e2e.town"]


@pytest.fixture
def contact(api, town):
    """Who speaks for a partner of the town."""
    town.give("register_partner", code=f"P-{uuid.uuid4().hex[:8]}", area_id=town.ids["area"], area_ids=[])
    town.give("verify_partner")
    return api("partner_contact", partner=town.ids["partner"])


def overview(town: World) -> Any:
    """The counts of the town's area."""
    return town.ministry.get("/v1/overview", area=town.ids["area"]).body["total"]


def agreed(town: World, contact: Api, officer: Api) -> None:
    """Propose, negotiate, sign and begin."""
    party = {"kind": "center", "id": town.ids["center"]}
    town.give("propose_agreement", by=contact, starts_on=day(-10), ends_on=day(300), data_scope=None, party=party)
    town.give("negotiate_agreement", by=town.manager)
    town.give("sign_agreement", by=officer, signed_on=day(-9))
    town.give("activate_agreement", by=officer)


def test_a_promise_becomes_help(api, town, contact, until):
    officer = api("district_officer", area=town.ids["area"])
    agreed(town, contact, officer)
    assert until(town, "agreement", status="active")
    gift = town.give("pledge_as_partner", by=contact, pledged_on=day(-5))
    assert (gift["status"], gift["partner_id"], gift["agreement_id"]) == ("pledged", town.ids["partner"], town.ids["agreement"])
    town.give("confirm_contribution", by=contact)
    assert "mobilised" not in overview(town)

    by_partner = contact.post(f"/v1/contributions/{gift['id']}/receive", {"received_on": day(-3)})
    assert by_partner.status == 403  # the center says what has arrived
    town.give("receive_contribution", by=town.manager, received_on=day(-3))
    wait_until(lambda: overview(town).get("mobilised") == {"KZT": {"partner": 45_000_000}}, 10)
    town.give("use_contribution", by=town.manager, used_on=day(-2))
    done = town.give("acknowledge_contribution", by=town.manager, acknowledged_on=day(-1))
    assert (done["status"], done["received_on"], done["used_on"]) == ("acknowledged", day(-3), day(-2))
    wait_until(lambda: overview(town)["contributions"] == {"acknowledged": 1}, 10)
    assert overview(town)["mobilised"] == {"KZT": {"partner": 45_000_000}}


def test_a_partner_sees_its_own_and_no_others(api, town, contact):
    gift = town.give("pledge_as_partner", by=contact, agreement_id=None, pledged_on=day(-5))["id"]
    stranger = api("partner_contact", partner=str(uuid.uuid4()))
    assert contact.get(f"/v1/contributions/{gift}").status == 200
    assert stranger.get(f"/v1/contributions/{gift}").status == 404
    assert stranger.post(f"/v1/contributions/{gift}/confirm", {}).status == 404
    assert stranger.get("/v1/contributions").body["items"] == []
    wait_until(lambda: [one["id"] for one in contact.get("/v1/contributions").body["items"]] == [gift], 10)
    assert contact.get("/v1/learners").status == 403


def test_a_community_gives_too(town):
    town.give("pledge_contribution", by=town.manager, kind="cash", quantity=None, community=True, agreement_id=None,
              value={"amount": "12.50", "currency": "KZT"}, pledged_on=day(-2))  # fmt: skip
    town.give("confirm_contribution", by=town.manager)
    town.give("receive_contribution", by=town.manager, received_on=day(-1))
    wait_until(lambda: overview(town).get("mobilised") == {"KZT": {"community": 1250}}, 10)
