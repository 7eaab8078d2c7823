"""Knows a process again, and signals it.

A pid alone proves nothing: after a reboot it belongs to somebody else. So it is kept with the boot of the machine and
the start of the process.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path


def identity(pid: int) -> str | None:
    """Return what no other process has ever had: boot and start; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, started = fields[0], fields[19]
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return None if state == "Z" else f"{boot}:{started}"


def is_alive(pid: int, known_as: str | None) -> bool:
    """Tell whether the process that was known by this identity still runs."""
    return known_as is not None and identity(pid) == known_as


def signal_leader(pid: int, number: signal.Signals) -> None:
    """Signal one process, unless it has ended."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal a process with all that it has started, unless they have ended."""
    with suppress(ProcessLookupError):
        os.killpg(pid, number)
