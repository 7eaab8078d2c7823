"""Named points at the boundaries of commit, publish, mark-sent, deliver, commit-effect and ack, at which a test ends the process.

``@boundary("publish")`` gives the function back as it is, so that in operation there is nothing of it left. Only where
TOONO_FAILPOINTS names a folder when the process starts does it wrap the function: a file "before publish" or "after publish" in
that folder then ends the process with SIGKILL at that point, once, and is gone.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

FOLDER = os.environ.get("TOONO_FAILPOINTS")
NAMES = ("commit", "publish", "mark-sent", "deliver", "commit-effect", "ack")


def boundary(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a place where a test may end the process, before it is called or after it has returned."""
    return _unchanged if FOLDER is None else _watched(name, Path(FOLDER))


def _unchanged(function: Callable[P, R]) -> Callable[P, R]:
    return function


def _watched(name: str, folder: Path) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def watch(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def watched(*args: P.args, **kwargs: P.kwargs) -> R:
            _pass(folder / f"before {name}")
            result = function(*args, **kwargs)
            _pass(folder / f"after {name}")
            return result

        return watched

    return watch


def _pass(point: Path) -> None:
    try:
        point.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
