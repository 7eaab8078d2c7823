"""A reaction passes over a fact when it has already had a newer one of the same aggregate."""

from types import ModuleType
from typing import Any

MODULE = "shared.entrypoints.inbox"


def plant(inbox: ModuleType) -> None:
    """Remember the newest version, and discard what is older."""
    carry_out_once, newest = inbox.carry_out_once, dict[str, int]()

    def discarding(store: Any, consumer: str, reaction: Any, event: Any, zone: str = "UTC") -> Any:
        if newest.get(event.subject, 0) > event.version:
            return "stale"
        newest[event.subject] = event.version
        return carry_out_once(store, consumer, reaction, event, zone)

    inbox.carry_out_once = discarding  # type: ignore[attr-defined]
