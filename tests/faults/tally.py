"""The suite's own consumer as a process: ``python -m tests.faults.tally serve|topology``."""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import signal  # noqa: E402
import sys  # noqa: E402

from nameko.constants import (  # noqa: E402
    AMQP_URI_CONFIG_KEY,
    HEARTBEAT_CONFIG_KEY,
    MAX_WORKERS_CONFIG_KEY,
    WEB_SERVER_CONFIG_KEY,
)
from nameko.containers import ServiceContainer  # noqa: E402
from pymongo import MongoClient  # noqa: E402

from shared import broker  # noqa: E402
from shared.config import Owner, Process  # noqa: E402
from shared.contract import Contract  # noqa: E402
from shared.entrypoints import Service, on  # noqa: E402
from shared.logs import log, to_stderr  # noqa: E402
from shared.repair import Consumer, Parking  # noqa: E402
from shared.repair.database import operations  # noqa: E402
from tests.faults.counting import COUNTED, NAME, Count, count  # noqa: E402

CONSUMER = Consumer(name=NAME, bindings=COUNTED, ladder=True)


def topology() -> None:
    """Declare its queues, bound to all that it counts."""
    connection = broker.connect(Process.read().amqp_uri, name="tally topology")
    CONSUMER.declare(connection.channel())
    connection.close()


def serve() -> None:
    """Count until told to stop."""
    reactions = {f"react{place}": on(f"{service}.{key}", count) for place, (service, key) in enumerate(COUNTED)}
    offered = {"name": NAME, "contract": Contract(service=NAME, commands=(), kinds=()), "aggregates": (Count,), **reactions}
    settings = Owner.read()
    to_stderr(NAME)
    config = {
        AMQP_URI_CONFIG_KEY: settings.amqp_uri, HEARTBEAT_CONFIG_KEY: broker.HEARTBEAT,
        WEB_SERVER_CONFIG_KEY: settings.bind, MAX_WORKERS_CONFIG_KEY: 24,
    }  # fmt: skip
    container = ServiceContainer(type("Tally", (Service,), offered), config=config)
    container.start()
    parking = Parking(settings.amqp_uri, operations(MongoClient(settings.mongo_uri, tz_aware=True)), [CONSUMER])
    eventlet.spawn(parking.run)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn(container.stop))
    log(__name__, "counting")
    container.wait()


if __name__ == "__main__":
    {"serve": serve, "topology": topology}[sys.argv[1]]()
