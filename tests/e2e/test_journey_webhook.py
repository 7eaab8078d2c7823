"""A partner's endpoint is proved, receives what happens in a town, signed, and is left alone when it is gone or paused."""

from standardwebhooks import Webhook

from tests.client import wait_until
from tests.integration.endpoints import Endpoint, Reply, Request, endpoint

PING = "toono.partnerships.delivery.ping"
pytest_plugins = ["tests.e2e.subscribing"]


def echo(request: Request) -> Reply:
    """What a partner's endpoint answers that takes everything."""
    challenge = request.event["data"].get("challenge")
    return Reply(200, body=f'{{"challenge": "{challenge}"}}'.encode()) if challenge else Reply()


def first(one: Endpoint, **wanted: str) -> Request:
    """The first event that arrives and has these attributes."""
    return wait_until(lambda: [request for request in one.requests if wanted.items() <= request.event.items()], 20)[0]


def opened(town, contact, url: str) -> tuple[str, str]:
    """The path and the secret of a new subscription."""
    asked = {"way": "webhook", "endpoint": url, "event_types": ["toono.feedback.need"]}
    answer = town.give("open_subscription", by=contact, **asked)
    return f"/v1/subscriptions/{answer['id']}", answer["told"]["secret"]


def test_an_endpoint_is_proved_and_then_told_what_happens(town, contact):
    with endpoint() as one:
        one.rule = echo
        path, secret = opened(town, contact, one.url)
        wait_until(lambda: contact.get(path).body["status"] == "active", 20)
        need = town.give("raise_need", by=town.manager)["id"]
        wait_until(lambda: need in {request.event["subject"] for request in one.requests}, 20)
        told = one.requests[-1]
        deliveries = wait_until(lambda: contact.get(f"{path}/deliveries", event_id=told.id).body["items"], 10)
    assert Webhook(secret).verify(told.body, told.headers)["type"] == "toono.feedback.need.raised"
    assert set(told.event["data"]["state"]) == {"id", "version", "status", "area_id", "center_id", "topic"}
    assert [(delivery["status"], delivery["error"], delivery["next_at"]) for delivery in deliveries] == [(204, None, None)]


def test_an_endpoint_that_does_not_echo_is_told_nothing(town, contact):
    with endpoint() as one:
        path, _ = opened(town, contact, one.url)
        wait_until(lambda: contact.get(f"{path}/deliveries").body["items"], 20)
        town.give("raise_need", by=town.manager)
        assert contact.get(path).body["status"] == "pending"
        assert contact.get(f"{path}/deliveries").body["items"][0]["error"] == "no-echo"
        assert {request.event["type"] for request in one.requests} == {"toono.partnerships.delivery.challenge"}
        one.rule = echo
        assert contact.post(f"{path}/challenge-endpoint", {}).status < 300
        wait_until(lambda: contact.get(path).body["status"] == "active", 20)


def test_an_endpoint_that_is_gone_is_disabled_and_catches_up_when_it_is_back(town, contact):
    with endpoint() as one:
        one.rule = echo
        path, _ = opened(town, contact, one.url)
        wait_until(lambda: contact.get(path).body["status"] == "active", 20)
        one.rule = lambda _request: Reply(410)
        need = town.give("raise_need", by=town.manager)["id"]
        wait_until(lambda: contact.get(path).body["status"] == "disabled", 20)
        assert contact.get(path).body["because"] == "gone"
        later = town.give("raise_need", by=town.manager)["id"]
        one.rule = echo
        before = len(one.requests)
        assert contact.post(f"{path}/resume", {}).status < 300
        wait_until(lambda: {need, later} <= {request.event["subject"] for request in one.requests[before:]}, 20)


def test_pings_rotation_pause_and_replay(town, contact):
    with endpoint() as one:
        one.rule = echo
        path, secret = opened(town, contact, one.url)
        wait_until(lambda: contact.get(path).body["status"] == "active", 20)
        rotated = contact.post(f"{path}/rotate-secret", {}).body["told"]["secret"]
        contact.post(f"{path}/ping", {})
        ping = first(one, type=PING)
        for either in (secret, rotated):
            assert Webhook(either).verify(ping.body, ping.headers)
        need = town.give("raise_need", by=town.manager)["id"]
        told = first(one, subject=need)
        replayed = contact.post(f"{path}/replay", {"ids": [told.id]})
        assert replayed.status < 300, replayed.body
        wait_until(lambda: one.ids.count(told.id) == 2, 20)
        contact.post(f"{path}/replay", {"since": told.event["time"]})
        wait_until(lambda: one.ids.count(told.id) == 3, 20)
