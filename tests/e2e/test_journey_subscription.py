"""A partner's system receives what happens in a town: within its agreement, and while that is in force."""

import time
import uuid
from typing import Any

import pytest

from tests.client import Api, refused, wait_until
from tests.world import World

pytest_plugins = ["tests.e2e.subscribing"]
AT_ONCE = 5  # seconds within which a revocation is effective


def raised(town: World, **more: Any) -> str:
    """A new need of the town; its id."""
    return str(town.give("raise_need", by=town.manager, **more)["id"])


def test_what_happens_is_pulled_redacted_and_in_order(town, subscribe, puller):
    system = puller(subscribe())
    need = raised(town)
    town.give("validate_need", by=town.manager)
    wait_until(lambda: system.has(need, "validated"))
    told = [one for one in system.got if one["subject"] == need]
    assert [one["type"].rpartition(".")[2] for one in told] == ["raised", "validated"]
    for one in told:
        assert set(one["data"]["state"]) == {"id", "version", "status", "area_id", "center_id", "topic"}
        assert one["data"]["change"] == {}
        assert not {"position", "correlationid", "causationid", "traceparent"} & set(one)


def test_a_pull_waits_for_something_to_tell(town, subscribe, puller):
    system = puller(subscribe())
    wait_until(lambda: not system.pull())
    need = raised(town)
    assert any(need in {one["subject"] for one in system.pull(wait=10)} for _ in range(3))


def test_what_a_narrower_scope_leaves_out_is_withdrawn(town, subscribe, puller):
    system = puller(subscribe())
    need = raised(town)
    wait_until(lambda: system.has(need, "raised"))
    narrower = {"event_types": ["toono.registry.center"], "area_ids": [], "field_names": ["id", "status"]}
    town.give("rescope_agreement", data_scope=narrower, reason="Signed anew.")
    wait_until(lambda: system.has(need, "withdrawn"))
    raised(town)
    assert system.pull() == []


def test_an_empty_page_moves_the_cursor(town, subscribe, puller):
    system = puller(subscribe(event_types=["toono.registry.center.closed"]))
    before = system.cursor
    raised(town)
    wait_until(lambda: not system.pull() and system.cursor > before)
    assert system.got == []


def test_cursors_are_committed_and_taken_up(town, subscribe, puller, contact):
    system = puller(subscribe())
    need = raised(town)
    wait_until(lambda: system.has(need, "raised"))
    assert contact.get(f"{system.path}/cursor").body["cursor"] is None
    done = contact.request("PUT", f"{system.path}/cursor", body={"cursor": system.cursor})
    assert (done.status, done.body["cursor"]) == (200, system.cursor)
    assert contact.get(f"{system.path}/events").body["items"] == []  # from the committed one
    refused(contact.request("PUT", f"{system.path}/cursor", body={"cursor": 10**12}), 422, names="cursor")
    refused(contact.get(f"{system.path}/events", after=10**12), 422, names="after")


def test_events_are_had_again_by_their_ids_and_by_time(town, subscribe, puller, contact):
    system = puller(subscribe())
    earlier, need = raised(town), raised(town)
    wait_until(lambda: system.has(need, "raised"))
    event = next(one for one in system.got if one["subject"] == need)
    assert contact.get(f"{system.path}/events", ids=event["id"]).body["items"] == [event]
    assert event in contact.get(f"{system.path}/events", since=event["time"]).body["items"]
    before = contact.get(f"{system.path}/events", until=event["time"], limit=1000).body["items"]
    assert {one["subject"] for one in before} == {earlier}


def test_a_snapshot_and_then_the_events_leave_nothing_out(town, subscribe, puller):
    system = puller(subscribe())
    need = raised(town)
    town.give("validate_need", by=town.manager)
    wait_until(lambda: system.has(need, "validated"))
    later = list[str]()
    found, cursor = system.snapshot(first=1, then=lambda: later.append(raised(town)))
    newest = {one["subject"]: one for one in system.got}
    assert {one["id"] for one in found} >= {newest[need]["id"]}
    system.cursor, system.got = cursor, []
    wait_until(lambda: system.has(later[0], "raised"))


@pytest.mark.parametrize(("asked", "field"), [
    ({"event_types": ["toono.programs.learner"]}, "event_types"),
    ({"event_types": ["toono.registry"]}, "event_types"),
    ({"field_names": ["contacts"]}, "field_names"),
])  # fmt: skip
def test_nothing_beyond_the_agreement_is_subscribed_to(town, contact, asked, field):
    body = town.body("open_subscription", **{"event_types": ["toono.registry.center"], **asked})
    refused(contact.post(f"/v1/agreements/{town.ids['agreement']}/subscriptions", body), 403, names=field)


def test_no_area_and_no_center_beyond_the_agreement(api, town, contact):
    mine, theirs = town.ids["agreement"], api()
    other = theirs.post("/v1/areas", {"code": f"X-{uuid.uuid4().hex[:8]}", "name": {"en": "Other"}, "level": "audan"}).body["id"]
    body = town.body("open_subscription", event_types=["toono.registry.center"], area_ids=[other])
    answer = contact.post(f"/v1/agreements/{mine}/subscriptions", body)
    refused(answer, 403, names="area_ids")
    assert other in answer.body["detail"]


def test_another_partner_sees_and_does_nothing(api, town, subscribe):
    path = f"/v1/subscriptions/{subscribe()}"
    stranger: Api = api("partner_technical_contact", partner=str(uuid.uuid4()))
    for answer in (
        stranger.get(path), stranger.get(f"{path}/events"), stranger.get(f"{path}/snapshot"), stranger.get(f"{path}/cursor"),
        stranger.get(f"{path}/deliveries"), stranger.post(f"{path}/pause", {"reason": "Because."}),
        stranger.request("PUT", f"{path}/cursor", body={"cursor": 0}),
    ):  # fmt: skip
        refused(answer, 404)
    assert api("center_manager", center=town.ids["center"]).get(f"{path}/events").status == 403


def test_a_suspension_stops_at_once_and_what_happens_meanwhile_is_never_told(town, subscribe, puller, contact):
    system = puller(subscribe())
    before = raised(town)
    wait_until(lambda: system.has(before, "raised"))
    town.give("suspend_agreement")
    began = time.monotonic()
    wait_until(lambda: contact.get(f"{system.path}/events").status == 409, AT_ONCE)
    assert time.monotonic() - began < AT_ONCE
    refused(contact.get(f"{system.path}/events", wait=5), 409)
    refused(contact.get(f"{system.path}/snapshot"), 409)
    wait_until(lambda: contact.get(system.path).body["status"] == "stopped")
    meanwhile = raised(town)
    town.give("resume_agreement")
    wait_until(lambda: contact.get(system.path).body["status"] == "active")
    after = raised(town)
    wait_until(lambda: system.has(after, "raised"))
    assert meanwhile not in {one["subject"] for one in system.got}
    again, _ = system.snapshot()
    assert {before, after} <= {one["subject"] for one in again}
    assert meanwhile not in {one["subject"] for one in again}


def test_the_end_of_an_agreement_ends_its_subscriptions(town, subscribe, puller, contact):
    system = puller(subscribe())
    town.give("suspend_agreement")
    town.give("end_agreement")
    refused(contact.get(f"{system.path}/events"), 409)
    wait_until(lambda: contact.get(system.path).body["status"] == "ended")
    assert contact.get(system.path).body["because"] == town.body("end_agreement")["reason"]
    refused(contact.post(f"{system.path}/resume", {}), 409)


def test_a_webhook_waits_for_its_endpoint_and_its_secret_is_told_once(town, contact):
    answer = town.give("open_subscription", by=contact, way="webhook", endpoint="https://partner.example/events",
                       event_types=["toono.registry.center"])  # fmt: skip
    assert answer["status"] == "pending"
    assert answer["told"]["secret"].startswith("whsec_")
    path = f"/v1/subscriptions/{answer['id']}"
    assert "told" not in contact.get(path).body
    refused(contact.get(f"{path}/events"), 409)
    key = str(uuid.uuid4())
    rotated = contact.post(f"{path}/rotate-secret", {}, key=key)
    assert rotated.body["told"]["secret"] != answer["told"]["secret"]
    assert contact.post(f"{path}/rotate-secret", {}, key=key).body["told"] == rotated.body["told"]
    assert contact.get(f"{path}/deliveries").status == 200


def test_secrets_are_nowhere_in_the_clear(town, contact, databases):
    answer = town.give("open_subscription", by=contact, way="webhook", endpoint="https://partner.example/events",
                       event_types=["toono.registry.center"])  # fmt: skip
    secret = answer["told"]["secret"]
    for name in ("toono_partnerships", "toono_gateway", "toono_keys_partnerships"):
        for collection in databases[name].list_collection_names():
            assert all(secret not in str(one) for one in databases[name][collection].find())
