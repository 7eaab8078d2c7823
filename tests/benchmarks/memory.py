"""How much memory each process has needed at most, since its start."""

from pathlib import Path

import psutil

from tests.benchmarks.platform import Platform

STORES = ("mongod", "broker", "epmd")  # their memory is a setting, not a result


def peaks(platform: Platform) -> dict[str, float]:
    """The largest resident size in MB, of each process or the largest of its children."""
    return {row["name"]: max(map(_peak, _family(row["pid"]))) for row in platform.processes() if row["pid"]}


def largest(measured: dict[str, float]) -> tuple[str, float]:
    """The platform's own process that needed most."""
    return max(((name, peak) for name, peak in measured.items() if name not in STORES), key=lambda one: one[1])


def _family(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def _peak(pid: int) -> float:
    """`VmHWM` of proc(5), which is in KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024 * 1.048576
    return 0.0
