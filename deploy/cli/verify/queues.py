"""The broker's queues: that nothing waits in any of them."""

from collections.abc import Iterator

import amqp

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened, service_class
from deploy.local.environment import SERVICES
from gateway.views.projector import CONSUMER as PROJECTOR
from gateway.views.rebuilding import CONSUMER as REBUILD
from shared import broker
from shared.repair.database import operations

DELIVERY = "partnerships.delivery"


def queues(installation: Opened) -> Finding:
    """Ask the broker for the length of every queue."""
    found = list(lengths(installation.amqp_uri))
    wrong = [f"{name}: {'missing' if length is None else length}" for name, length in found if length != 0]
    return Finding.of("queues", len(found), wrong)


def parked(installation: Opened) -> Finding:
    """Look for messages that an operator has to decide about."""
    kept = operations(installation.client)["parked"]
    waiting = kept.find({"status": {"$in": ["waiting", "resending"]}}, {"consumer": 1, "why": 1})
    return Finding.of("parked", kept.estimated_document_count(), [f"{m['consumer']} {m['_id']}: {m['why']}" for m in waiting])


def lengths(amqp_uri: str) -> Iterator[tuple[str, int | None]]:
    """Yield each queue with its length; None if it is not there."""
    connection = broker.connect(amqp_uri, name="toono verify")
    try:
        for name in names():
            yield name, _length(connection, name)
    finally:
        connection.close()


def names() -> Iterator[str]:
    """Yield the queues of every consumer."""
    for service in SERVICES:
        yield from (broker.inbox(service), broker.parked(service))
        yield from (broker.retry(service, rung) for rung in broker.RUNGS)
        if service_class(service).knows:
            copies = f"{service}.copies"
            yield from (broker.inbox(copies), broker.parked(copies))
    for consumer in (PROJECTOR, DELIVERY, REBUILD.name):
        yield from (broker.inbox(consumer), broker.parked(consumer))


def _length(connection: amqp.Connection, name: str) -> int | None:
    channel = connection.channel()
    try:
        length: int = channel.queue_declare(name, passive=True).message_count
    except amqp.exceptions.NotFound:
        return None
    channel.close()
    return length
