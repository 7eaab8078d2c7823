"""Whether the supervisor of this copy lives: one at a time, known by its pid file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local.layout import PIDFILE
from deploy.local.pids import identity, is_alive


@contextmanager
def only_one() -> Iterator[None]:
    """Be the supervisor for as long as the context lasts; BlockingIOError when there is another."""
    with PIDFILE.open("a+") as pidfile:
        fcntl.flock(pidfile, fcntl.LOCK_EX | fcntl.LOCK_NB)
        pidfile.truncate(0)
        pidfile.write(f"{os.getpid()}\n{identity(os.getpid())}\n")
        pidfile.flush()
        yield


def supervisor_pid() -> int | None:
    """Return the pid of the supervisor while it lives; a file left by a killed one counts for nothing."""
    lines = PIDFILE.read_text().split() if PIDFILE.exists() else []
    if len(lines) == 2 and is_alive(int(lines[0]), lines[1]):  # noqa: PLR2004  # pid and identity
        return int(lines[0])
    return None
