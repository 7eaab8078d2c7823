"""Finds the processes of a supervisor that was killed, and ends them and nothing else."""

import json
import signal
import time
from collections.abc import Mapping

from deploy.local.layout import CHILDREN, write_private
from deploy.local.pids import identity, is_alive, signal_group, signal_leader

GRACE_SECONDS = 15.0
POLL_SECONDS = 0.1


def record(pids: Mapping[str, int]) -> None:
    """Remember the running processes, each time that one starts or ends."""
    write_private(CHILDREN, json.dumps({name: [pid, identity(pid)] for name, pid in pids.items()}) + "\n")


def alive() -> dict[str, int]:
    """Return the remembered processes that still run, in the order of the table."""
    known = json.loads(CHILDREN.read_text()) if CHILDREN.exists() else {}
    return {name: pid for name, (pid, known_as) in known.items() if is_alive(pid, known_as)}


def end() -> list[str]:
    """End what a killed supervisor left behind, the last started first; return the names."""
    left = alive()
    for pid in reversed(left.values()):
        signal_group(pid, signal.SIGCONT)
        signal_leader(pid, signal.SIGTERM)
    _wait()
    for pid in left.values():
        signal_group(pid, signal.SIGKILL)
    CHILDREN.unlink(missing_ok=True)
    return list(left)


def _wait() -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    while alive() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
