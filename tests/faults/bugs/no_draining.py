"""A worker of the gateway ends at once when it is told to end."""

import os
from types import ModuleType
from typing import Any

MODULE = "gateway.draining"


def plant(draining: ModuleType) -> None:
    """Leave everything in hand unanswered."""

    def leave(_self: Any, _number: int, _frame: Any) -> None:
        os._exit(0)

    draining.Draining.handle_exit = leave
