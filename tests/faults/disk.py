"""Filling a disk of the platform, and emptying it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.platform import Platform

PAGE = 4096  # bytes


class NoDisk(Exception):
    """The folder has no disk of its own: mounting one in memory is permitted to root only."""


@contextmanager
def full(platform: Platform, name: str, *, left: int = 0) -> Iterator[Callable[[], None]]:
    """Leave only so many bytes free on the disk of the database or the broker, for as long as the context lasts.

    What is called in it fills the disk anew, when whoever ended has left room on it.
    """
    folder: Path = platform.folder / name
    if not os.path.ismount(folder):
        raise NoDisk(f"{folder} is no disk of its own; run the suite as root")
    ballast = folder / "ballast"
    try:
        _fill(ballast, left)
        yield lambda: _fill(ballast, left)
    finally:
        ballast.unlink()


def _fill(ballast: Path, left: int) -> None:
    """Take what is free in ever smaller pieces, since others write meanwhile."""
    size = shutil.disk_usage(ballast.parent).free - left
    with ballast.open("ab") as file:
        if left and size > 0:
            os.posix_fallocate(file.fileno(), ballast.stat().st_size, size)
        while not left and size >= PAGE:
            try:
                os.posix_fallocate(file.fileno(), ballast.stat().st_size, size)
            except OSError:
                size //= 2
