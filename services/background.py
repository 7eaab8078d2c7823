"""The processes beside the services: the relay with the copies, and the declaration of exchanges and queues."""

import signal
import threading
from importlib import import_module
from typing import Any

from services.partnerships import delivery
from shared import broker, metrics
from shared.batches import BatchConsumer
from shared.config import Owner, Process
from shared.copies import Copies
from shared.logs import log, to_stderr
from shared.relay import Relay

NAMES = ("registry", "programs", "partnerships", "feedback")
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
    work: list[Any] = [Relay(store, settings.amqp_uri)]
    if service.knows:
        copies = Copies(store, service.knows)
        work.append(BatchConsumer(settings.amqp_uri, f"{name}.copies", broker.copied(service.knows), copies.apply, busy=COPIES))
    run_until_told(work)


def run_until_told(work: list[Any]) -> None:
    """Run each in a thread of its own; SIGTERM and SIGINT stop them all after what is under way."""
    threads = [threading.Thread(target=_to_its_end, args=(one, work), name=type(one).__name__, daemon=True) for one in work]

    def stop(*_signal: Any) -> None:
        for one in work:
            one.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _to_its_end(one: Any, work: list[Any]) -> None:
    """Run one; when it ends, for whatever reason, the others end too, so that the supervisor starts the process again."""
    try:
        one.run()
    finally:
        for other in work:
            other.stop()


def topology() -> None:
    """Declare everything that the services need on the broker, so that no fact finds no queue."""
    settings = Process.read()
    to_stderr("topology", settings.log_level)
    connection = broker.connect(settings.amqp_uri, name="topology")
    channel = connection.channel()
    for name in NAMES:
        service = service_class(name)
        broker.declare_exchange(channel, name)
        broker.declare_consumer(channel, name, reactions_of(service), ladder=True)
        if service.knows:
            broker.declare_consumer(channel, f"{name}.copies", broker.copied(service.knows), ladder=False)
    broker.declare_consumer(channel, delivery.CONSUMER, delivery.BINDINGS, ladder=False)
    connection.close()
    log(__name__, "topology declared")


def reactions_of(service: Any) -> list[tuple[str, str]]:
    """(service, routing key) of every event that a service reacts to."""
    events = [method.event for method in vars(service).values() if hasattr(method, "event")]
    return [tuple(event.split(".", 1)) for event in events]
