"""Filling a disk of the platform, and emptying it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.platform import Platform

LITTLE = 64 * 2**10  # bytes that are left


class NoDisk(Exception):
    """The folder has no disk of its own: mounting one in memory is permitted to root only."""


@contextmanager
def full(platform: Platform, name: str) -> Iterator[None]:
    """Leave next to nothing free on the disk of the database or the broker, for as long as the context lasts."""
    folder: Path = platform.folder / name
    if not os.path.ismount(folder):
        raise NoDisk(f"{folder} is no disk of its own; run the suite as root")
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(folder).free - LITTLE, 1))
    try:
        yield
    finally:
        ballast.unlink()
