"""An endpoint on this machine proves itself and is sent what happens, signed; what it gets is what it could have pulled."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest

from services.partnerships.contract.delivery import CHALLENGE, PING
from services.partnerships.delivery.webhook import signing
from tests.client import wait_until

pytest_plugins = ["tests.e2e.subscribing"]


class Endpoint:
    """A partner's endpoint, which echoes challenges and keeps the rest."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/events"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def types(self) -> list[str]:
        """The types of what came."""
        return [one["type"] for one in self.got]

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def _answering(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            event = orjson.loads(body)
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            endpoint.bodies.append(body)
            endpoint.got.append(event)
            answer = orjson.dumps({"challenge": event["data"].get("challenge")})
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_told: Any) -> None:
            """Keep the tests' output readable."""

    return Answering


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    found = Endpoint()
    yield found
    found.close()


@pytest.fixture
def webhook(town, contact, endpoint) -> dict[str, Any]:
    """A subscription whose endpoint has proved itself."""
    made = town.give("open_subscription", by=contact, way="webhook", endpoint=endpoint.url,
                     event_types=["toono.feedback.need"])  # fmt: skip
    wait_until(lambda: contact.get(f"/v1/subscriptions/{made['id']}").body["status"] == "active", 20)
    return dict(made)


def test_an_endpoint_proves_itself_and_is_sent_what_happens(town, contact, endpoint, webhook):
    assert endpoint.types() == [CHALLENGE]
    need = town.give("raise_need", by=town.manager)["id"]
    wait_until(lambda: need in [one["subject"] for one in endpoint.got], 20)
    pulled = contact.get(f"/v1/subscriptions/{webhook['id']}/events", after=0, limit=1000).body["items"]
    assert endpoint.got[-1] in pulled
    for headers, body, event in zip(endpoint.headers, endpoint.bodies, endpoint.got, strict=True):
        assert headers["webhook-id"] == event["id"]
        at = int(headers["webhook-timestamp"])
        signed = signing.headers(secrets=(webhook["told"]["secret"],), id=event["id"], body=body, now=at)
        assert headers["webhook-signature"] == signed["webhook-signature"]


def test_a_ping_and_a_replay_are_asked_for_and_every_attempt_is_seen(town, contact, endpoint, webhook):
    path = f"/v1/subscriptions/{webhook['id']}"
    need = town.give("raise_need", by=town.manager)["id"]
    wait_until(lambda: need in [one["subject"] for one in endpoint.got], 20)
    assert contact.post(f"{path}/ping", {}).status == 200
    wait_until(lambda: PING in endpoint.types(), 20)
    event = next(one for one in endpoint.got if one["subject"] == need)
    assert contact.post(f"{path}/replay", {"ids": [event["id"]]}).status == 200
    wait_until(lambda: endpoint.got.count(event) == 2, 20)
    seen = wait_until(lambda: contact.get(f"{path}/deliveries", event_id=event["id"]).body["items"][1:], 20)
    assert seen[0]["status"] == 200


def test_a_paused_one_is_sent_nothing_until_it_is_resumed(town, contact, endpoint, webhook):
    path = f"/v1/subscriptions/{webhook['id']}"
    assert contact.post(f"{path}/pause", {"reason": "We move house."}).status == 200
    wait_until(lambda: contact.get(path).body["status"] == "paused")
    need = town.give("raise_need", by=town.manager)["id"]
    wait_until(lambda: need in str(contact.get(f"{path}/events", after=0, limit=1000).body["items"]))  # it is in the log
    assert need not in [one["subject"] for one in endpoint.got]
    assert contact.post(f"{path}/resume", {}).status == 200
    wait_until(lambda: need in [one["subject"] for one in endpoint.got], 20)
