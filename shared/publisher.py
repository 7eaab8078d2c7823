"""Publishing with pipelined confirms: many messages under way, each acknowledged or the whole connection thrown away."""

import contextlib
import time
from collections.abc import Iterable

import amqp

from shared import broker
from shared.failpoints import boundary

WINDOW = 400  # messages without their confirm at most


class PublishFailed(Exception):
    """The broker did not confirm. The connection is closed; what was not confirmed is published again."""


class NoQueue(PublishFailed):
    """There is no queue of the name that a message was to go to."""


class Publisher:
    """A connection of its own to the broker. It is made anew after any error, and after a silence in which it may have ended."""

    def __init__(self, uri: str, name: str, *, to_queues: bool = False) -> None:
        """For the facts of the service with this name; with `to_queues`, a message goes to the one queue that its key names."""
        self._uri = uri
        self._name = name
        self._exchange = "" if to_queues else broker.exchange(name)
        self._connection: amqp.Connection | None = None
        self._used = 0.0
        self.returned: list[str] = []

    @boundary("publish")
    def publish(self, messages: Iterable[tuple[str, amqp.Message]]) -> None:
        """Publish (routing key, message) in order and wait for every confirm; the ids of what no queue takes are in `returned`.

        Raises:
            PublishFailed: the broker is away, or did not confirm in time.
            NoQueue: a message was to go to a queue that is not there.
        """
        if time.monotonic() - self._used > broker.HEARTBEAT:
            self.close()  # the broker has heard nothing for as long, and a firewall on the way seen nothing
        try:
            self._publish(messages)
        except Exception as error:
            self.close()
            if isinstance(error, OSError | amqp.exceptions.AMQPError):
                raise PublishFailed(repr(error)) from error
            raise
        self._used = time.monotonic()

    def close(self) -> None:
        """Drop the connection, whatever state it is in."""
        if self._connection is not None:
            with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
                self._connection.collect()
            self._connection = None

    def _publish(self, messages: Iterable[tuple[str, amqp.Message]]) -> None:
        channel = self._open()
        for key, message in messages:
            channel.basic_publish(message, self._exchange, key, mandatory=True)
            self._tag += 1
            self._unconfirmed.add(self._tag)
            if len(self._unconfirmed) >= WINDOW:
                self._wait_below(WINDOW // 2)
        self._wait_below(1)

    def _wait_below(self, count: int) -> None:
        assert self._connection is not None  # noqa: S101
        until = time.monotonic() + broker.TIMEOUT
        while len(self._unconfirmed) >= count:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no confirm")
            self._connection.drain_events(timeout=left)

    def _open(self) -> amqp.Channel:
        if self._connection is None:
            self._connection = broker.connect(self._uri, name=f"{self._name} publisher")
            self._channel = self._connection.channel()
            if self._exchange:
                broker.declare_exchange(self._channel, self._name)
            self._channel.confirm_select()
            self._tag = 0
            self._unconfirmed: set[int] = set()
            self._channel.events["basic_ack"].add(self._confirmed)
            self._channel.events["basic_nack"].add(self._refused)
            self._channel.events["basic_return"].add(self._came_back)
        return self._channel

    def _confirmed(self, tag: int, multiple: bool) -> None:  # noqa: FBT001
        if multiple:
            self._unconfirmed = {other for other in self._unconfirmed if other > tag}
        else:
            self._unconfirmed.discard(tag)

    def _refused(self, tag: int, multiple: bool) -> None:  # noqa: ARG002, FBT001
        raise amqp.exceptions.RecoverableConnectionError(f"the broker refused message {tag}")

    def _came_back(self, _why: Exception, exchange: str, key: str, message: amqp.Message) -> None:
        if not exchange:
            raise NoQueue(f"there is no queue {key}")
        self.returned.append(message.properties.get("message_id", ""))
