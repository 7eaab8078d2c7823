"""Delivery: a process of its own beside the service, which keeps the log and brings events to partner systems."""

from typing import Any

from services.partnerships.delivery import BINDINGS, CONSUMER
from services.partnerships.delivery.cursors import Cursors
from services.partnerships.delivery.deliveries import Deliveries
from services.partnerships.delivery.feed import Feed
from services.partnerships.delivery.lease import Lease
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.pulling import Pulling
from services.partnerships.delivery.server import Server
from services.partnerships.delivery.subscriber import Subscribers
from services.partnerships.service import Partnerships
from shared import metrics
from shared.background import run_until_told
from shared.batches import BatchConsumer
from shared.config import Owner
from shared.entrypoints.service import open_store
from shared.logs import to_stderr


def run() -> None:
    """Deliver until told to stop; wait first while another process does."""
    settings = Owner.read()
    to_stderr("delivery", settings.log_level)
    metrics.serve(settings.metrics_port, "0.1")
    store = open_store(Partnerships, settings)
    store.prepare()
    log = Log(store.database)
    log.prepare()
    lease = Lease(log.head)
    lease.take()
    feed, subscribers = Feed(log), Subscribers(store, settings.time_zone)
    pulling = Pulling(subscribers, log, feed, Cursors(store.database))
    operations = {**pulling.operations, "/deliveries": Deliveries(store.database).page}
    work: list[Any] = [
        lease,
        BatchConsumer(settings.amqp_uri, CONSUMER, BINDINGS, log.append),
        Server(settings.bind, settings.service_key, operations),
    ]
    run_until_told(work)
    lease.release()
