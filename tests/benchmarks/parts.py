"""Where the time of a command and of a read goes: processor time by process, and how long each part is waited for.

Processor time hardly depends on what else the machine does, so it also tells whether a change has made anything cheaper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import psutil
import urllib3
from prometheus_client.parser import text_string_to_metric_families
from rich.table import Table

from tests.benchmarks import seeds, wrk
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.command_path import PATH, Commands
from tests.benchmarks.platform import Platform
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage

LEAST = 0.005  # share of the time below which a process is not shown
WAITED = {
    "in the gateway": ("gateway", "toono_http_request_duration_seconds", {"route": PATH, "method": "POST"}),
    "in the service": ("registry", "toono_command_duration_seconds", {"service": "registry"}),
}


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor that each process has had while something ran."""

    by_process: Mapping[str, float]

    def table(self, what: str, times: float) -> Table:
        """As milliseconds for each of `times` things that were done."""
        shown = Table("process", "processor time", "share", title=f"The processor time of a {what}")
        total = sum(self.by_process.values())
        for name, seconds in sorted(self.by_process.items(), key=lambda one: -one[1]):
            if seconds >= LEAST * total:
                shown.add_row(name, f"{seconds / times * 1000:.2f} ms", f"{seconds / total:.0%}")
        shown.add_row("all", f"{total / times * 1000:.2f} ms", "", style="bold")
        return shown


def measure(stage: Stage) -> list[Row]:
    """Show both tables; no row has a target here."""
    center = seeds.propose(stage.platform, stage.areas[0])["id"]
    Backlog(stage.platform).settle()
    before = _waited(stage.platform)
    commands, spent = spending(stage.platform, partial(Commands(stage, stage.areas[0]).given, stage.platform.gateway))
    stage.console.print(spent.table("command", commands * stage.seconds))
    for part, (seconds, times) in _waited(stage.platform).items():
        waited = (seconds - before[part][0]) / max(times - before[part][1], 1)
        stage.console.print(f"  waited for {part}: {waited * 1000:.1f} ms on average")
    read = partial(wrk.load, f"{stage.platform.gateway}{PATH}/{center}", stage.platform.token, seconds=stage.seconds)
    reads, spent = spending(stage.platform, lambda: read().rate)
    stage.console.print(spent.table("read", reads * stage.seconds))
    return []


def spending(platform: Platform, run: Callable[[], float]) -> tuple[float, Spent]:
    """What `run` returns, and the processor time that the platform has used meanwhile."""
    processes = {row["name"]: row["pid"] for row in platform.processes() if row["pid"]}
    before = {name: _seconds(pid) for name, pid in processes.items()}
    result = run()
    return result, Spent({name: _seconds(pid) - before[name] for name, pid in processes.items()})


def _seconds(pid: Any) -> float:
    leader = psutil.Process(pid)
    return sum(one.cpu_times().user + one.cpu_times().system for one in (leader, *leader.children(recursive=True)))


def _waited(platform: Platform) -> dict[str, tuple[float, float]]:
    """By part, the seconds that were waited for it in all, and how often."""
    return {part: _histogram(platform.addresses["metrics"][name], *told) for part, (name, *told) in WAITED.items()}


def _histogram(url: str, name: Any, labels: Any) -> tuple[float, float]:
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(urllib3.request("GET", url, timeout=5.0).data.decode())
        for sample in family.samples
        if labels.items() <= sample.labels.items()
    }
    return found.get(f"{name}_sum", 0.0), found.get(f"{name}_count", 0.0)
