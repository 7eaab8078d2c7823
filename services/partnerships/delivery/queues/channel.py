"""Our own connection to the partners' vhost: queues are made and removed, and events are put into them with confirms."""

import contextlib
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import amqp
import orjson

from services.partnerships.delivery.feed import Told
from services.partnerships.delivery.queues.admin import VHOST
from services.partnerships.delivery.queues.places import SHORT
from shared import broker
from shared.envelope import CONTENT_TYPE

LIMITED = {**broker.QUORUM, "x-max-length": SHORT, "x-overflow": "reject-publish"}
LEAVES = 3.0  # seconds that the broker may take to close a user's connections


class Queues:
    """The queues of the partners. After any error it is closed and made anew."""

    def __init__(self, amqp_uri: str) -> None:
        parts = urlsplit(amqp_uri)
        self._connection = broker.connect(parts._replace(path=f"/{VHOST}").geturl(), name="partners")
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._tag = 0
        self._open: set[int] = set()
        self._refused: set[int] = set()
        self._channel.events["basic_ack"].add(self._confirmed)
        self._channel.events["basic_nack"].add(self._nacked)
        self._channel.events["basic_return"].add(_lost)

    def declare(self, queue: str) -> None:
        """Make a queue, unless it is there."""
        self._channel.queue_declare(queue, durable=True, auto_delete=False, arguments=LIMITED)

    def remove(self, queue: str) -> int:
        """Remove a queue once nobody reads it any more; returns how many events lay in it unread."""
        self.declare(queue)
        until = time.monotonic() + LEAVES
        while self._channel.queue_declare(queue, passive=True).consumer_count and time.monotonic() < until:
            time.sleep(0.05)
        return int(self._channel.queue_delete(queue))

    def put(self, queue: str, events: Sequence[Told]) -> int:
        """Put events into a queue, in their order; returns how many it took before it was full."""
        first = self._tag + 1
        for one in events:
            self._tag += 1
            self._open.add(self._tag)
            message = amqp.Message(orjson.dumps(one.document), content_type=CONTENT_TYPE, delivery_mode=2, message_id=one.id)
            self._channel.basic_publish(message, "", queue, mandatory=True)
        self._wait()
        refused = [tag for tag in self._refused if tag >= first]
        self._refused.clear()
        return min(refused, default=self._tag + 1) - first

    def tick(self) -> None:
        """Keep the connection alive."""
        with contextlib.suppress(TimeoutError):
            self._connection.drain_events(timeout=0.001)
        self._connection.heartbeat_tick()

    def close(self) -> None:
        """Drop the connection, whatever state it is in."""
        with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
            self._connection.collect()

    def _wait(self) -> None:
        until = time.monotonic() + broker.TIMEOUT
        while self._open:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no confirm")
            self._connection.drain_events(timeout=left)

    def _confirmed(self, tag: int, multiple: bool) -> None:  # noqa: FBT001
        self._open = {other for other in self._open if other > tag} if multiple else self._open - {tag}

    def _nacked(self, tag: int, multiple: bool) -> None:  # noqa: FBT001
        self._refused |= {other for other in self._open if other <= tag} if multiple else {tag}
        self._confirmed(tag, multiple)


def _lost(*_told: object) -> None:
    raise amqp.exceptions.RecoverableConnectionError("a queue is not there any more")
