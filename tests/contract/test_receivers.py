"""The examples for partners, run as they are: signatures of Standard Webhooks' own program, and a feed that breaks."""

import json
import socket
import threading
import uuid
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3
from standardwebhooks import Webhook

from gateway.asyncapi.examples import example
from gateway.catalog import events
from tests.client import wait_until
from tests.receiver import FOLDER, RECEIVERS, Receiver, answers, free_port

SECRET, OLD, OTHER = ("whsec_" + "c2VjcmV0".ljust(40, letter) for letter in "ABC")
CLOSED = example(events()["toono.registry.center.closed"])


def told() -> dict[str, Any]:
    """An event that nobody has seen."""
    return CLOSED | {"id": str(uuid.uuid4())}


@pytest.fixture(params=RECEIVERS)
def program(request) -> str:
    return str(request.param)


class TestWebhook:
    @pytest.fixture
    def port(self) -> int:
        return free_port()

    @pytest.fixture
    def receiver(self, program, tmp_path, port):
        return Receiver(program, tmp_path, TOONO_SECRET=SECRET, PORT=str(port))

    @pytest.fixture
    def post(self, port):
        """``post(event, secrets, ago=…, body=…)``: an attempt, signed by Standard Webhooks' program; status and answer."""
        pool = urllib3.PoolManager(retries=False, timeout=10)

        def send(event: dict[str, Any], *secrets: str, ago: float = 0, body: str | None = None) -> tuple[int, Any]:
            text, at = json.dumps(event), datetime.now(UTC) - timedelta(seconds=ago)
            signatures = " ".join(Webhook(one).sign(event["id"], at, text) for one in secrets)
            headers = {"webhook-id": event["id"], "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signatures}
            answer = pool.request("POST", f"http://127.0.0.1:{port}/", body=body or text, headers=headers)
            return answer.status, json.loads(answer.data or "null")

        yield send
        pool.clear()

    @pytest.fixture
    def listening(self, receiver, port):
        with receiver.runs("webhook"):
            wait_until(lambda: answers(port), 20)
            yield receiver

    def test_it_keeps_what_is_signed_and_once_only(self, listening, post):
        first, second = told(), told()
        assert [post(one, SECRET)[0] for one in (first, first, second, first)] == [200] * 4
        wait_until(lambda: len(listening.kept) == 2, 5)
        assert listening.kept == [first["id"], second["id"]]

    def test_after_a_kill_it_knows_what_it_has_kept(self, receiver, port, post):
        first, second = told(), told()
        for events_ in ([first], [first, second]):
            with receiver.runs("webhook"):
                wait_until(lambda: answers(port), 20)
                assert {post(one, SECRET)[0] for one in events_} == {200}
        assert receiver.kept == [first["id"], second["id"]]

    def test_it_takes_both_signatures_of_a_rotation(self, listening, post):
        event = told()
        assert post(event, OLD, SECRET)[0] == 200
        wait_until(lambda: listening.kept == [event["id"]], 5)

    def test_it_refuses_what_is_not_signed_by_the_platform(self, listening, post):
        assert post(told(), OTHER)[0] == 401
        assert post(told())[0] == 401
        assert post(told(), SECRET, body=json.dumps(told()))[0] == 401
        assert post(told(), SECRET, ago=400)[0] == 401
        assert post(told(), SECRET, ago=-400)[0] == 401
        last = told()
        assert post(last, SECRET)[0] == 200
        wait_until(lambda: listening.kept == [last["id"]], 5)

    def test_it_echoes_the_challenge_and_keeps_nothing_of_it(self, listening, post):
        challenge = told() | {"type": "toono.partnerships.delivery.challenge", "data": {"challenge": "kQ2v8mWc0yq7"}}
        assert post(challenge, SECRET) == (200, {"challenge": "kQ2v8mWc0yq7"})
        assert post(challenge, OTHER)[0] == 401
        event = told()
        post(event, SECRET)
        wait_until(lambda: listening.kept == [event["id"]], 5)

    def test_a_sender_that_goes_away_does_not_end_it(self, program, listening, port, post):
        with socket.create_connection(("127.0.0.1", port)) as cut:
            cut.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{")
            if program == "receiver.mjs":  # http.server, speaking HTTP/1.0, does not say that it has begun
                assert cut.recv(100).startswith(b"HTTP/1.1 100")
        sent = [told() for _ in range(3)]
        assert [post(one, SECRET)[0] for one in sent] == [200] * 3
        wait_until(lambda: listening.kept == [one["id"] for one in sent], 5)


class Feed(BaseHTTPRequestHandler):
    """A pull feed as the API answers it: two events a page, over a list that the test fills."""

    log: list[dict[str, Any]]
    cursor: int
    broken: dict[str, int]  # by method the status that it is answered with
    refusals: int

    def do_GET(self) -> None:
        page = self.log[self.cursor : self.cursor + 2]
        self._answer({"items": page, "next": self.cursor + len(page), "newest": len(self.log)})

    def do_PUT(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "PUT" not in self.broken:
            type(self).cursor = told["cursor"]
        self._answer(told)

    def _answer(self, body: dict[str, Any]) -> None:
        assert self.headers["Authorization"] == "Bearer the-token"
        assert self.path.startswith("/v1/subscriptions/the-subscription/")
        type(self).refusals += self.command in self.broken
        self.send_response(self.broken.get(self.command, 200))
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class TestFeed:
    @pytest.fixture
    def feed(self) -> type[Feed]:
        return type("OwnFeed", (Feed,), {"log": [], "cursor": 0, "broken": {}, "refusals": 0})

    @pytest.fixture
    def receiver(self, program, tmp_path, feed):
        server = ThreadingHTTPServer(("127.0.0.1", 0), feed)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield Receiver(program, tmp_path, TOONO_URL=f"http://127.0.0.1:{server.server_port}",
                       TOONO_SUBSCRIPTION="the-subscription", TOONO_TOKEN="the-token")  # fmt: skip
        server.shutdown()
        server.server_close()
        serving.join(10)

    def test_it_keeps_every_event_once_and_commits_what_it_has_kept(self, receiver, feed):
        feed.log += [told() for _ in range(5)]
        with receiver.runs("feed"):
            wait_until(lambda: feed.cursor == 5, 20)
            feed.log += [told()]
            wait_until(lambda: feed.cursor == 6, 20)
        assert receiver.kept == [one["id"] for one in feed.log]

    def test_killed_before_it_could_commit_it_goes_on_without_a_gap_or_a_repeat(self, receiver, feed):
        feed.log += [told() for _ in range(3)]
        feed.broken = {"PUT": 503}
        with receiver.runs("feed"):
            wait_until(lambda: len(receiver.kept) == 2, 20)
        assert feed.cursor == 0
        feed.broken = {}
        with receiver.runs("feed"):
            wait_until(lambda: feed.cursor == 3, 20)
        assert receiver.kept == [one["id"] for one in feed.log]

    def test_it_outlives_a_platform_that_is_away(self, receiver, feed):
        feed.log += [told()]
        feed.broken = {"GET": 503}
        with receiver.runs("feed") as process:
            wait_until(lambda: feed.refusals, 20)
            feed.broken = {}
            wait_until(lambda: feed.cursor == 1, 20)
            assert process.poll() is None

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_it_ends_with_what_only_a_person_can_mend(self, receiver, feed, status):
        feed.broken = {"GET": status}
        with receiver.runs("feed") as process:
            assert process.wait(20) == 1


@pytest.mark.parametrize("name", RECEIVERS)
def test_it_fits_on_a_screen(name):
    assert len((FOLDER / name).read_text().splitlines()) < 60
