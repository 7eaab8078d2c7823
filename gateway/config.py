"""The gateway's settings."""

from dataclasses import dataclass

from shared.config import Settings


@dataclass(frozen=True, kw_only=True)
class Gateway(Settings):
    """What the gateway and the projector need."""

    mongo_uri: str
    amqp_uri: str
    service_key: str
    token_key: str
    registry_url: str
    programs_url: str
    partnerships_url: str
    feedback_url: str
    delivery_url: str
    country: str = "KZ"
    log_level: str = "info"
    metrics_port: int = 0
    bind: str = "127.0.0.1:8080"
    proxies: str = ""  # addresses of reverse proxies that name the caller last in X-Forwarded-For, with commas between

    @property
    def known_proxies(self) -> frozenset[str]:
        """The proxies' addresses."""
        return frozenset(one.strip() for one in self.proxies.split(",") if one.strip())
