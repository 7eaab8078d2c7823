"""The publisher, after a silence, and where no queue is."""

import socket

import amqp
import pytest

from shared import broker
from shared.publisher import NoQueue, Publisher
from tests.client import wait_until
from tests.integration.jars import changed

ESTABLISHED = 1  # of a connection, as the kernel's first byte about it tells
CLOSES = 30  # seconds, of which the broker takes two or three heartbeats


def ended(publisher: Publisher) -> bool:
    """Whether the broker has ended the connection."""
    assert publisher._connection is not None
    told = publisher._connection.transport.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)
    return bool(told[0] != ESTABLISHED)


def test_after_a_silence_in_which_the_broker_has_ended_its_connection_it_publishes_all_the_same(wire):
    queue = wire.listen("shop")
    with changed(broker, HEARTBEAT=1):
        publisher = Publisher(wire.uri, "shop")
        publisher.publish([("jar.opened", amqp.Message(b"before"))])
        wait_until(lambda: ended(publisher), CLOSES)
        publisher.publish([("jar.opened", amqp.Message(b"after"))])
    publisher.close()
    assert [wire.channel.basic_get(queue, no_ack=True).body for _ in range(2)] == [b"before", b"after"]


def test_a_message_to_a_queue_that_is_not_there_is_not_taken_for_published(wire):
    queue = wire.listen("shop")
    publisher = Publisher(wire.uri, "parking", to_queues=True)
    with pytest.raises(NoQueue, match=r"nowhere\.parked"):
        publisher.publish([("nowhere.parked.v1", amqp.Message(b"lost"))])
    publisher.publish([(queue, amqp.Message(b"kept"))])
    publisher.close()
    assert wire.channel.basic_get(queue, no_ack=True).body == b"kept"
