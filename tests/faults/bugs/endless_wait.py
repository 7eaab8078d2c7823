"""A publisher waits for its confirms as long as it takes."""

from types import ModuleType

MODULE = "shared.broker"


def plant(broker: ModuleType) -> None:
    """Give the broker an hour."""
    broker.TIMEOUT = 3600  # type: ignore[attr-defined]  # seconds
