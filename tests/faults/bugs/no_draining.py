"""A service that is asked to end ends at once, whatever it has in hand."""

import os
import signal
from types import ModuleType
from typing import Any

MODULE = "shared.serve"


def plant(serve: ModuleType) -> None:
    """Have no manners."""
    own = signal.signal

    def deaf(number: int, handler: Any) -> Any:
        return own(number, _end if number == signal.SIGTERM else handler)

    serve.signal = _Signals(deaf)  # type: ignore[attr-defined]


class _Signals:
    """The module `signal`, but for one function."""

    def __init__(self, function: Any) -> None:
        self.signal = function

    def __getattr__(self, name: str) -> Any:
        return getattr(signal, name)


def _end(*_signal: Any) -> None:
    os._exit(0)
