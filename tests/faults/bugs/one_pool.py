"""The lines of all webhooks take turns in one pool, which a slow endpoint fills."""

import threading
from types import ModuleType
from typing import Any

MODULE = "services.partnerships.delivery.webhook.lines"


def plant(lines: ModuleType) -> None:
    """Let a line have its turn when no other has."""
    pool = threading.Lock()
    own = lines.Line.turn

    def turn(self: Any) -> bool:
        with pool:
            return bool(own(self))

    lines.Line.turn = turn
