"""Tells tests and tools where everything listens and what the processes are told: `.local/*.json`, with credentials."""

import json
from typing import Any

from deploy.local import broker, database, environment
from deploy.local.environment import SERVICES
from deploy.local.keys import Keys
from deploy.local.layout import ENDPOINTS, ENVIRONMENT, write_private
from deploy.local.ports import OFFSETS
from deploy.local.settings import Settings

SUFFIX = "-metrics"


def listed(settings: Settings, keys: Keys) -> dict[str, Any]:
    """Return the addresses; those of the embedded broker are null where a URI replaces it."""
    measured = [name.removesuffix(SUFFIX) for name in OFFSETS if name.endswith(SUFFIX)]
    embedded = not settings.amqp_uri
    return {
        "gateway": settings.url("gateway"),
        "amqp": broker.uri(settings, keys),
        "mongo": database.uri(settings, keys),
        "services": {name: settings.url(name) for name in SERVICES},
        "management": settings.url("management") if embedded else None,
        "metrics": {name: settings.url(f"{name}{SUFFIX}", "/metrics") for name in measured if name != "broker" or embedded},
    }


def publish(settings: Settings, keys: Keys) -> None:
    """Write the addresses, and what all processes are told, at every start."""
    write_private(ENDPOINTS, json.dumps(listed(settings, keys), indent=2) + "\n")
    write_private(ENVIRONMENT, json.dumps(environment.shared(settings, keys), indent=2) + "\n")


def addresses() -> dict[str, Any]:
    """Return the addresses of the last start, as they are listed."""
    found: dict[str, Any] = json.loads(ENDPOINTS.read_text())
    return found


def told() -> dict[str, str]:
    """Return what all processes have been told at the last start."""
    found: dict[str, str] = json.loads(ENVIRONMENT.read_text())
    return found
