"""What stands on the broker: names, arguments, and the connection that publishes and consumes.

    <service>.events ──▶ <consumer>.inbox.v1 ──(dead-lettered)──▶ <consumer>.parked.v1
                              ▲      │ failed: published, confirmed, acknowledged
                              │      ▼
                              └── <consumer>.retry.1s.v1 · 10s · 1m · 10m   (expires back into the inbox)

All queues are durable quorum queues; their names carry a version, since a queue's arguments cannot change.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

import amqp

RUNGS = {"1s": 1_000, "10s": 10_000, "1m": 60_000, "10m": 600_000}  # milliseconds
QUORUM = {"x-queue-type": "quorum"}
SAFE = {"x-dead-letter-exchange": "", "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
DELIVERIES = 1000  # a quorum queue counts crashes too; our own header counts the tries
TIMEOUT = 2  # seconds; whoever publishes has given up five after the broker ceased to listen, also if its last confirms were late
HEARTBEAT = 10  # seconds; a connection on which nothing is heard for twice as long is dead, as behind a firewall that forgot it
ATTEMPT, WHY = "toono-attempt", "toono-reason"  # headers of a message that failed: how often, and what came of the last try


def exchange(service: str) -> str:
    """The topic exchange of a service's facts; nameko's own convention, so that any nameko service can listen."""
    return f"{service}.events"


def inbox(consumer: str) -> str:
    """The queue that a consumer reads."""
    return f"{consumer}.inbox.v1"


def retry(consumer: str, rung: str) -> str:
    """The queue in which a message waits for its next try."""
    return f"{consumer}.retry.{rung}.v1"


def parked(consumer: str) -> str:
    """The queue of messages that failed for good."""
    return f"{consumer}.parked.v1"


def inbox_arguments(consumer: str) -> dict[str, object]:
    """What an inbox is declared with."""
    return {**QUORUM, **SAFE, "x-dead-letter-routing-key": parked(consumer), "x-delivery-limit": DELIVERIES}


def connect(uri: str, *, name: str, heartbeat: int | None = None) -> amqp.Connection:
    """A connection to the broker with a heartbeat (seconds; 0 for none) and a bounded wait for every answer."""
    parts = urlsplit(uri)
    connection = amqp.Connection(
        host=f"{parts.hostname}:{parts.port or 5672}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        connect_timeout=TIMEOUT, read_timeout=TIMEOUT * 6, write_timeout=TIMEOUT,
        heartbeat=HEARTBEAT if heartbeat is None else heartbeat,
        client_properties={"connection_name": name},
    )  # fmt: skip
    connection.connect()
    return connection


def declare_exchange(channel: amqp.Channel, service: str) -> None:
    """Declare a service's exchange, without arguments, as nameko declares it too."""
    channel.exchange_declare(exchange(service), "topic", durable=True, auto_delete=False)


def declare_consumer(channel: amqp.Channel, consumer: str, bindings: Iterable[tuple[str, str]], *, ladder: bool) -> None:
    """Declare a consumer's queues and bind its inbox to (service, routing key) pairs."""
    channel.queue_declare(parked(consumer), durable=True, auto_delete=False, arguments=QUORUM)
    channel.queue_declare(inbox(consumer), durable=True, auto_delete=False, arguments=inbox_arguments(consumer))
    for rung, milliseconds in RUNGS.items() if ladder else ():
        back = {**QUORUM, **SAFE, "x-dead-letter-routing-key": inbox(consumer), "x-message-ttl": milliseconds}
        channel.queue_declare(retry(consumer, rung), durable=True, auto_delete=False, arguments=back)
    for service, key in bindings:
        declare_exchange(channel, service)
        channel.queue_bind(inbox(consumer), exchange(service), key)


def copied(knows: Iterable[str]) -> Sequence[tuple[str, str]]:
    """The bindings of a consumer that copies these kinds, as in "registry.center"."""
    return [(kind.split(".")[0], f"{kind.split('.')[1]}.*") for kind in knows]
