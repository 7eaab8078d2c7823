"""Run a service: patched by eventlet before anything else is imported."""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402
import eventlet.hubs  # noqa: E402

eventlet.hubs.use_hub("poll")  # with few sockets, one poll costs less than registering each of them with epoll
eventlet.monkey_patch()

import gc  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
from importlib import import_module  # noqa: E402
from typing import Any  # noqa: E402

from nameko.constants import (  # noqa: E402
    AMQP_URI_CONFIG_KEY,
    HEARTBEAT_CONFIG_KEY,
    MAX_WORKERS_CONFIG_KEY,
    WEB_SERVER_CONFIG_KEY,
)
from nameko.containers import ServiceContainer  # noqa: E402

from shared import broker, metrics  # noqa: E402
from shared.config import Owner  # noqa: E402
from shared.logs import log, to_stderr  # noqa: E402

WORKERS = 24
DRAIN = 20  # seconds to finish what is in hand when told to stop: twice a command's deadline


def serve(name: str, version: str) -> None:
    """Serve the service `name` until it is told to stop; then finish what is under way."""
    settings = Owner.read()
    to_stderr(name, settings.log_level)
    service: Any = getattr(import_module(f"services.{name}.service"), name.capitalize())
    config = {
        AMQP_URI_CONFIG_KEY: settings.amqp_uri, HEARTBEAT_CONFIG_KEY: broker.HEARTBEAT,
        WEB_SERVER_CONFIG_KEY: settings.bind, MAX_WORKERS_CONFIG_KEY: WORKERS,
    }  # fmt: skip
    container = ServiceContainer(service, config=config)
    metrics.serve(settings.metrics_port, version)

    def stop(*_signal: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        eventlet.spawn_n(container.stop)
        eventlet.spawn_after(DRAIN, _leave)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    container.start()
    gc.freeze()  # what serves from now on to the end need not be looked through again and again
    log(__name__, "serving", bind=settings.bind)
    container.wait()


def _leave() -> None:
    """End all the same. What was not answered is repeated by the gateway, what was not acknowledged by the broker."""
    log(__name__, "not drained in time", 30, seconds=DRAIN)
    os._exit(1)
