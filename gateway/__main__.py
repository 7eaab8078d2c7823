"""Run the projector, or declare its queue: ``python -m gateway projector|topology``."""

import argparse

from gateway.config import Gateway
from gateway.views import rebuilding
from gateway.views.database import NAME, connect, prepare
from gateway.views.generations import ReadModel
from gateway.views.projector import BINDINGS, CONSUMER, Projector
from shared import broker, metrics
from shared.background import run_until_told
from shared.batches import LULL, BatchConsumer
from shared.logs import log, to_stderr
from shared.repair import Consumer, Holes, Parking
from shared.repair.database import operations

CONSUMERS = (Consumer(name=CONSUMER, bindings=tuple(BINDINGS), ladder=False), rebuilding.CONSUMER)


def main() -> None:
    """Start what the arguments name."""
    asked = argparse.ArgumentParser(prog="python -m gateway", description="Run the gateway's process beside gunicorn.")
    asked.add_argument("mode", choices=["projector", "topology"])
    mode, settings = asked.parse_args().mode, Gateway.read()
    to_stderr(mode, settings.log_level)
    topology(settings) if mode == "topology" else project(settings)


def topology(settings: Gateway) -> None:
    """Declare the projector's queues."""
    connection = broker.connect(settings.amqp_uri, name="topology")
    for consumer in CONSUMERS:
        consumer.declare(connection.channel())
    connection.close()
    log(__name__, "topology declared")


def project(settings: Gateway) -> None:
    """Keep the read model, until told to stop."""
    metrics.serve(settings.metrics_port, "0.1")
    client = connect(settings.mongo_uri)
    prepare(ReadModel(client[NAME]))
    projector, desk = Projector(client), operations(client)
    run_until_told(
        [
            BatchConsumer(settings.amqp_uri, CONSUMER, BINDINGS, projector.apply, lull=LULL),
            Parking(settings.amqp_uri, desk, CONSUMERS),
            Holes(desk, CONSUMER, projector.marks),
            BatchConsumer(settings.amqp_uri, rebuilding.CONSUMER.name, (), projector.apply_beside),
            rebuilding.Rebuilding(client, desk),
        ]
    )


if __name__ == "__main__":
    main()
