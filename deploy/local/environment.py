"""What the platform's processes are told, all of it by their environment."""

import os
from collections.abc import Mapping

from deploy.local import broker, database
from deploy.local.keys import Keys
from deploy.local.layout import ROOT
from deploy.local.settings import Settings

TIME_ZONES = {"KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar"}  # of capitals; TOONO_TIME_ZONE names another
SERVICES = ("registry", "programs", "partnerships", "feedback")


def shared(settings: Settings, keys: Keys) -> dict[str, str]:
    """Return what every process is told: where the others are, and the secrets."""
    return {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "TOONO_AMQP_URI": broker.uri(settings, keys),
        "TOONO_COUNTRY": settings.country,
        "TOONO_WEBHOOK_LOOPBACK": "1",  # endpoints on this machine: this is a copy for one person
        "TOONO_LOG_LEVEL": os.environ.get("TOONO_LOG_LEVEL") or "info",
        "TOONO_MONGO_URI": database.uri(settings, keys),
        "TOONO_PUBLIC_URL": os.environ.get("TOONO_PUBLIC_URL") or settings.url("gateway"),
        "TOONO_RABBIT_ADMIN_URI": os.environ.get("TOONO_RABBIT_ADMIN_URI") or broker.admin_uri(settings, keys),
        "TOONO_RECEIPT_KEY": keys.receipt_key,
        "TOONO_SEAL_KEY": keys.seal_key,
        "TOONO_SERVICE_KEY": keys.service_key,
        "TOONO_TIME_ZONE": os.environ.get("TOONO_TIME_ZONE") or TIME_ZONES.get(settings.country, "UTC"),
        "TOONO_TOKEN_KEY": keys.token_key,
        **{f"TOONO_{name.upper()}_URL": settings.url(name) for name in (*SERVICES, "delivery")},
    }


def addresses(settings: Settings, *, name: str) -> dict[str, str]:
    """Return where the named process listens: for requests, if it takes any, and for the metrics."""
    own = {"TOONO_METRICS_PORT": str(settings.port(f"{name}-metrics"))}
    if name in (*SERVICES, "delivery", "gateway"):
        own["TOONO_BIND"] = f"127.0.0.1:{settings.port(name)}"
    return own


def as_exports(environment: Mapping[str, str]) -> str:
    """Return lines that a shell evaluates to take the environment over."""
    return "\n".join(f"export {name}='{value}'" for name, value in sorted(environment.items()))
