"""The processes beside the services: the relay with the copies, and the declaration of exchanges and queues."""

from importlib import import_module
from typing import Any

from services.partnerships import delivery
from shared import broker, metrics
from shared.background import run_until_told
from shared.batches import BatchConsumer
from shared.config import Owner, Process
from shared.copies import Copies
from shared.logs import log, to_stderr
from shared.relay import Outbox, Relay
from shared.repair import Archiving, Consumer, Parking, Reminders, Replays
from shared.repair.database import operations

NAMES = ("registry", "programs", "partnerships", "feedback")
DELIVERY = Consumer(name=delivery.CONSUMER, bindings=tuple(delivery.BINDINGS), ladder=False)
COPIES = 0.25  # seconds that a batch of copies waits for more while many come


def service_class(name: str) -> Any:
    """The service class by its name."""
    return getattr(import_module(f"services.{name}.service"), name.capitalize())


def relay(name: str) -> None:
    """Relay a service's facts and keep its copies, until told to stop."""
    from shared.entrypoints.service import open_store  # noqa: PLC0415

    settings = Owner.read()
    to_stderr(f"{name}-relay", settings.log_level)
    metrics.serve(settings.metrics_port, "0.1")
    service = service_class(name)
    store = open_store(service, settings)
    store.prepare()
    desk = operations(store.client)
    work: list[Any] = [
        Relay(store, settings.amqp_uri),
        Outbox(store, desk),
        Replays(store, settings.amqp_uri, desk),
        Archiving(store, desk),
        Parking(settings.amqp_uri, desk, consumers_of(service)),
    ]
    if service.knows:
        copies = Copies(store, service.knows)
        sources = sorted({kind.split(".")[0] for kind in service.knows})
        work.append(BatchConsumer(settings.amqp_uri, f"{name}.copies", broker.copied(service.knows), copies.apply, busy=COPIES))
        work.append(Reminders(desk, f"{name}.copies", sources))
    run_until_told(work)


def topology() -> None:
    """Declare everything that the services need on the broker, so that no fact finds no queue."""
    settings = Process.read()
    to_stderr("topology", settings.log_level)
    connection = broker.connect(settings.amqp_uri, name="topology")
    channel = connection.channel()
    for name in NAMES:
        broker.declare_exchange(channel, name)
        for consumer in consumers_of(service_class(name)):
            consumer.declare(channel)
    connection.close()
    log(__name__, "topology declared")


def reactions_of(service: Any) -> list[tuple[str, str]]:
    """(service, routing key) of every event that a service reacts to."""
    events = [method.event for method in vars(service).values() if hasattr(method, "event")]
    return [tuple(event.split(".", 1)) for event in events]


def consumers_of(service: Any) -> list[Consumer]:
    """The consumers of a service: its reactions, its copies if it keeps any, and the delivery to partners if that is its."""
    reactions = Consumer(name=service.name, bindings=tuple(reactions_of(service)), ladder=True)
    copies = Consumer(name=f"{service.name}.copies", bindings=tuple(broker.copied(service.knows)), ladder=False)
    own = [reactions, copies] if service.knows else [reactions]
    return [*own, DELIVERY] if DELIVERY.name.startswith(f"{service.name}.") else own
