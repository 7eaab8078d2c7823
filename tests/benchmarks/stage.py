"""What every benchmark works with."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rich.console import Console

from tests.benchmarks.platform import Platform

CONNECTIONS = 16  # and threads of the raw loop


class Spoiled(Exception):
    """A measurement that does not count, and why."""


@dataclass
class Stage:
    """The platform, how long to measure, and what was learned so far."""

    platform: Platform
    console: Console
    rounds: int
    seconds: float
    areas: list[str]  # ids of those that were planted
    learned: dict[str, float] = field(default_factory=dict)

    def say(self, what: str) -> None:
        """Show how the run goes."""
        self.console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {what}")

    def by_turns(self, contenders: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
        """What each contender achieves in each round; every round begins with another one."""
        measured: dict[str, list[float]] = {name: [] for name in contenders}
        names = list(contenders)
        for number in range(self.rounds):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                measured[name].append(contenders[name]())
            told = " · ".join(f"{name} {values[-1]:,.0f}/s" for name, values in measured.items())
            self.say(f"  round {number + 1} of {self.rounds}: {told}")
        return measured
