"""A reaction has no receipt by its event: the same event has its effect again."""

import uuid
from types import ModuleType

MODULE = "shared.entrypoints.inbox"


def plant(inbox: ModuleType) -> None:
    """Give every delivery a key of its own."""
    inbox.reaction_key = lambda _consumer, _event: uuid.uuid4().hex  # type: ignore[attr-defined]
