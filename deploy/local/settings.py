"""What the person chose for this copy: by the environment, else as it was remembered at the last start."""

import json
import os
from dataclasses import asdict, dataclass
from typing import Any

from deploy.local import ports
from deploy.local.layout import SETTINGS, write_private

BROKER_PORTS = {"amqp", "epmd", "distribution", "management", "broker-metrics"}
DATABASE_PORTS = {"mongod"}


class OtherCountry(Exception):
    """The folder holds the data of another country: one deployment serves one."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The port base, the country (ISO 3166-1 alpha-2) and the URIs that replace what is embedded."""

    port_base: int
    country: str
    amqp_uri: str | None = None
    mongo_uri: str | None = None

    def port(self, name: str) -> int:
        """Return the port of the named listener."""
        return self.port_base + ports.OFFSETS[name]

    def url(self, name: str, path: str = "") -> str:
        """Return the HTTP address of the named listener."""
        return f"http://127.0.0.1:{self.port(name)}{path}"

    @property
    def listeners(self) -> list[str]:
        """Name the ports that this copy opens: not those of what a URI replaces."""
        replaced = (BROKER_PORTS if self.amqp_uri else set()) | (DATABASE_PORTS if self.mongo_uri else set())
        return [name for name in ports.OFFSETS if name not in replaced]


def load() -> Settings:
    """Read the settings, when a command of a copy that exists needs them."""
    kept = _remembered()
    return Settings(
        port_base=int(os.environ.get("TOONO_PORT_BASE") or kept.get("port_base", ports.DEFAULT_BASE)),
        country=os.environ.get("TOONO_COUNTRY") or kept.get("country", "KZ"),
        amqp_uri=os.environ.get("TOONO_AMQP_URI") or None,
        mongo_uri=os.environ.get("TOONO_MONGO_URI") or None,
    )


def choose() -> Settings:
    """Settle the settings before a start, and remember them.

    Raises:
        OtherCountry: the folder holds the data of another country.
        PortsTaken: another program listens where this copy was told to.
    """
    settings = load()
    _refuse_other_country(settings)
    if not os.environ.get("TOONO_PORT_BASE") and not _remembered():
        settings = Settings(**asdict(settings) | {"port_base": ports.next_free_base(settings.listeners)})
    ports.refuse_taken(settings.port_base, settings.listeners)
    remembered = {"port_base": settings.port_base, "country": settings.country}
    write_private(SETTINGS, json.dumps(remembered) + "\n")
    return settings


def _remembered() -> dict[str, Any]:
    return json.loads(SETTINGS.read_text()) if SETTINGS.exists() else {}


def _refuse_other_country(settings: Settings) -> None:
    kept = _remembered().get("country", settings.country)
    if kept != settings.country:
        message = f"This copy holds the data of {kept}, not {settings.country}: `make clean` removes them."
        raise OtherCountry(message)
