"""A partner reads a queue of its own on the broker, and nothing else; what it gets is what it could have pulled."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import amqp
import orjson
import pytest

from services.partnerships.contract.delivery import PING
from services.partnerships.delivery.queues.admin import PREFIX, VHOST
from shared import broker
from shared.envelope import CONTENT_TYPE
from tests.client import wait_until

pytest_plugins = ["tests.e2e.subscribing"]
AT_ONCE = 5  # seconds within which a revocation is effective
LEEWAY = 3  # times that, beside whatever else the machine does


class Reader:
    """A partner's system at its queue."""

    def __init__(self, uri: str, subscription: str, password: str) -> None:
        self.queue = PREFIX + subscription
        place = urlsplit(uri)._replace(netloc=f"{self.queue}:{password}@127.0.0.1:{urlsplit(uri).port}", path=f"/{VHOST}")
        self.connection = broker.connect(place.geturl(), name="partner")
        self.channel = self.connection.channel()
        self.got: list[dict[str, Any]] = []
        self.types: set[str] = set()
        self.closed = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._drain, daemon=True)

    def read(self) -> None:
        """Take in what comes, from now on."""
        self.channel.basic_consume(self.queue, callback=self._take)
        self._thread.start()

    def has(self, subject: str) -> bool:
        """Whether something about this came."""
        return subject in [one["subject"] for one in self.got]

    def close(self) -> None:
        """Read no more."""
        self._done.set()
        if self._thread.ident:
            self._thread.join()
        with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
            self.connection.close()

    def _take(self, message: amqp.Message) -> None:
        body = message.body if isinstance(message.body, bytes) else message.body.encode()
        self.got.append(orjson.loads(body))
        self.types.add(message.properties["content_type"])
        self.channel.basic_ack(message.delivery_tag)

    def _drain(self) -> None:
        try:
            while not self._done.is_set():
                with contextlib.suppress(TimeoutError):
                    self.connection.drain_events(timeout=0.2)
        except (OSError, amqp.exceptions.AMQPError):
            self.closed = True


@pytest.fixture
def subscribed(town, contact) -> dict[str, Any]:
    """A subscription of the way amqp; its password is told."""
    return dict(town.give("open_subscription", by=contact, way="amqp", event_types=["toono.feedback.need"]))


@pytest.fixture
def reader(platform, subscribed) -> Iterator[Callable[..., Reader]]:
    """``reader()``: the partner at its queue, once it is let in."""
    made: list[Reader] = []

    def enter(password: str | None = None) -> Reader:
        def let_in() -> Reader | None:
            with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
                return Reader(platform.endpoints["amqp"], subscribed["id"], password or subscribed["told"]["secret"])
            return None

        made.append(wait_until(let_in, 20))  # type: ignore[arg-type]
        return made[-1]

    yield enter
    for one in made:
        one.close()


def test_what_happens_lies_in_a_queue_of_ones_own(town, contact, subscribed, reader):
    system = reader()
    system.read()
    need = town.give("raise_need", by=town.manager)["id"]
    wait_until(lambda: system.has(need), 20)
    pulled = contact.get(f"/v1/subscriptions/{subscribed['id']}/events", after=0, limit=1000).body["items"]
    assert all(one in pulled for one in system.got)
    assert system.types == {CONTENT_TYPE}
    assert contact.post(f"/v1/subscriptions/{subscribed['id']}/ping", {}).status == 200
    wait_until(lambda: PING in [one["type"] for one in system.got], 20)


def test_what_happens_before_the_partner_is_let_in_lies_in_it_too(town, subscribed, reader):
    assert subscribed["status"] == "active"
    need = town.give("raise_need", by=town.manager)["id"]
    system = reader()
    system.read()
    wait_until(lambda: system.has(need), 20)


@pytest.mark.parametrize(("attempt", "arguments"), [
    ("queue_declare", ["mine"]),
    ("queue_bind", ["subscription.other", "amq.topic", "#"]),
    ("basic_consume", ["subscription.other"]),
    ("basic_get", ["registry.inbox.v1"]),
    ("exchange_declare", ["mine", "fanout"]),
])  # fmt: skip
def test_a_partner_reads_its_queue_and_does_nothing_else(reader, attempt, arguments):
    system = reader()
    with pytest.raises((amqp.exceptions.AccessRefused, amqp.exceptions.NotFound)):
        getattr(system.channel, attempt)(*arguments)


def test_a_suspension_closes_the_connection_and_nothing_is_lost_by_it(town, contact, reader, platform, subscribed):
    system = reader()
    town.give("raise_need", by=town.manager)
    unread = town.give("raise_need", by=town.manager)["id"]
    path = f"/v1/subscriptions/{subscribed['id']}"
    wait_until(lambda: unread in str(contact.get(f"{path}/events", after=0, limit=1000).body["items"]), 20)
    wait_until(lambda: system.channel.queue_declare(system.queue, passive=True).message_count >= 2, 20)
    threading.Thread(target=system._drain, daemon=True).start()
    town.give("suspend_agreement")
    wait_until(lambda: system.closed, LEEWAY * AT_ONCE)
    with pytest.raises((OSError, amqp.exceptions.AMQPError)):
        Reader(platform.endpoints["amqp"], subscribed["id"], subscribed["told"]["secret"])
    meanwhile = town.give("raise_need", by=town.manager)["id"]
    town.give("resume_agreement")
    after = town.give("raise_need", by=town.manager)["id"]
    again = reader()
    again.read()
    wait_until(lambda: again.has(unread) and again.has(after), 20)
    assert not again.has(meanwhile)


def test_a_new_password_takes_the_place_of_the_old_one(contact, reader, platform, subscribed):
    reader()
    told = contact.post(f"/v1/subscriptions/{subscribed['id']}/rotate-secret", {}).body["told"]["secret"]
    assert told != subscribed["told"]["secret"]
    reader(told)
    with pytest.raises((OSError, amqp.exceptions.AMQPError)):
        Reader(platform.endpoints["amqp"], subscribed["id"], subscribed["told"]["secret"])
