"""Delivery: a process of its own beside the service, which keeps the log and brings events to partner systems."""

from dataclasses import dataclass
from typing import Any

from services.partnerships.delivery import BINDINGS, CONSUMER
from services.partnerships.delivery.cursors import Cursors
from services.partnerships.delivery.deliveries import Deliveries
from services.partnerships.delivery.feed import Feed
from services.partnerships.delivery.lease import Held, Lease
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.pulling import Pulling
from services.partnerships.delivery.queues.forwarder import Forwarder
from services.partnerships.delivery.server import Server
from services.partnerships.delivery.subscriber import Subscribers
from services.partnerships.delivery.watch import Watch
from services.partnerships.delivery.webhook.assembly import webhooks
from services.partnerships.delivery.withdrawing import Withdrawing
from services.partnerships.service import Partnerships
from shared import metrics
from shared.background import run_until_told
from shared.batches import BatchConsumer
from shared.config import Owner
from shared.entrypoints.service import open_store
from shared.logs import to_stderr
from shared.repair import Consumer, Holes, Parking
from shared.repair.database import operations
from shared.store import Store

BUSY = 0.15  # seconds that a batch waits for more while many come


@dataclass(frozen=True, kw_only=True)
class Delivery(Owner):
    """What delivery needs besides."""

    rabbit_admin_uri: str = ""  # of RabbitMQ's management API; without it nothing is forwarded to queues
    public_url: str = ""  # of the API, as partners reach it


def run() -> None:
    """Answer the gateway, and deliver while no other process does, until told to stop."""
    settings = Delivery.read()
    to_stderr("delivery", settings.log_level)
    metrics.serve(settings.metrics_port, "0.1")
    store = open_store(Partnerships, settings)
    store.prepare()
    log = Log(store.database)
    log.prepare()
    feed, subscribers = Feed(log, settings.public_url), Subscribers(store, settings.time_zone)
    work = [*_taking_in(store, settings, log), *_telling(store, settings, log, feed, subscribers)]
    run_until_told([_answering(store, settings, log, feed, subscribers), Held(Lease(log.head), work)])


def _taking_in(store: Store, settings: Delivery, log: Log) -> list[Any]:
    desk = operations(store.client)
    consumer = Consumer(name=CONSUMER, bindings=tuple(BINDINGS), ladder=False)
    return [
        BatchConsumer(settings.amqp_uri, CONSUMER, BINDINGS, log.append, busy=BUSY),
        Parking(settings.amqp_uri, desk, [consumer]),
        Holes(desk, CONSUMER, log.marks),
    ]


def _answering(store: Store, settings: Delivery, log: Log, feed: Feed, subscribers: Subscribers) -> Server:
    pulling = Pulling(subscribers, log, feed, Cursors(store.database))
    asked = {**pulling.operations, "/deliveries": Deliveries(store.database).page}
    return Server(settings.bind, settings.service_key, asked, hurry=log.hurry)


def _telling(store: Store, settings: Delivery, log: Log, feed: Feed, subscribers: Subscribers) -> list[Any]:
    return [
        Withdrawing(subscribers, log),
        Watch(subscribers, log=log, feed=feed, database=store.database),
        webhooks(store, log=log, feed=feed, subscribers=subscribers, time_zone=settings.time_zone),
        *_forwarding(store, settings, log, feed, subscribers),
    ]


def _forwarding(store: Store, settings: Delivery, log: Log, feed: Feed, subscribers: Subscribers) -> list[Any]:
    if not settings.rabbit_admin_uri:
        return []
    return [
        Forwarder(
            amqp_uri=settings.amqp_uri,
            admin_uri=settings.rabbit_admin_uri,
            subscribers=subscribers,
            feed=feed,
            log=log,
            database=store.database,
        )
    ]
