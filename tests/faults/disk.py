"""Filling a disk of the platform, and emptying it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.platform import Platform

PAGE = 4096  # bytes


class NoDisk(Exception):
    """The folder has no disk of its own: mounting one in memory is permitted to root only."""


@contextmanager
def full(platform: Platform, name: str, *, left: int = 0) -> Iterator[None]:
    """Leave only so many bytes free on the disk of the database or the broker, for as long as the context lasts."""
    folder: Path = platform.folder / name
    if not os.path.ismount(folder):
        raise NoDisk(f"{folder} is no disk of its own; run the suite as root")
    ballast = folder / "ballast"
    try:
        _fill(ballast, left)
        yield
    finally:
        ballast.unlink()


def _fill(ballast: Path, left: int) -> None:
    """Take what is free in ever smaller pieces, since others write meanwhile."""
    size = shutil.disk_usage(ballast.parent).free - left
    with ballast.open("wb") as file:
        if left:
            os.posix_fallocate(file.fileno(), 0, size)
        while not left and size >= PAGE:
            try:
                os.posix_fallocate(file.fileno(), ballast.stat().st_size, size)
            except OSError:
                size //= 2
