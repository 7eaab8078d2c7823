"""The relay: from a service's journal to its exchange, each fact with a position of its own."""

from shared.relay.outbox import Outbox
from shared.relay.relay import Relay

__all__ = ["Outbox", "Relay"]
