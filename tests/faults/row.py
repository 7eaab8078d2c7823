"""A row of the matrix: a fault, how it is injected, what else must show, and the bug that must turn it red."""

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from deploy.cli.verify.finding import INVARIANTS
from tests.faults.checker import Wrong, judge
from tests.faults.load import Load, Place
from tests.faults.platform import NotUp, Platform

SHORT, LONG = 150, 10_000  # commands of a row at least
LEEWAY = 3  # times the time that is promised, where `make test` runs a row beside whatever else its machine does


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measured thing that must not be above its limit, nor below it if it is a lowest one; `seen` says what it is made of."""

    name: str
    value: float
    limit: float
    unit: str = ""
    lowest: bool = False
    seen: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it keeps to its limit."""
        return self.value >= self.limit if self.lowest else self.value <= self.limit

    def __str__(self) -> str:
        """As the table tells it."""
        return f"{self.name} {self.value:,.4g}{self.unit} ({'≥' if self.lowest else '≤'} {self.limit:g}{self.unit})"


@dataclass
class Trial:
    """One run of a row, on a platform under load. `injected` counts how often the fault has really happened."""

    platform: Platform
    load: Load
    chance: random.Random
    long: bool = False
    patience: float = 60  # seconds within which everything must have arrived
    leeway: float = 1
    injected: int = 0

    def promised(self, limit: float) -> float:
        """What a time is held against."""
        return self.leeway * limit

    @property
    def nearly_all(self) -> float:
        """Of which part of the orders a time is told: beside whatever else its machine does, a pause meets a good part of few."""
        return 0.99 if self.leeway == 1 else 0.8

    def rounds(self, *, short: int, long: int) -> range:
        """How often to inject."""
        return range(long if self.long else short)


Inject = Callable[[Trial], Iterator[Figure]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """`inject` breaks something under load, heals it, and yields the extra figures.

    Attributes:
        bug: the module of tests/faults/bugs that must turn the row red.
        members: of the replica set.
        patience: seconds within which everything must have arrived after the long form's faults.
        excused: checks of `toono verify` that the fault leaves red by itself, and that the row looks at in another way.
    """

    name: str
    fault: str
    inject: Inject
    bug: str
    members: int = 1
    patience: float = 60
    excused: frozenset[str] = frozenset()


@dataclass(kw_only=True)
class Result:
    """What a run of a row has shown."""

    row: str
    seed: int
    injected: int
    commands: int
    doubtful: int
    wrong: Wrong
    figures: list[Figure] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)  # by command, status and type of problem
    error: str = ""

    @property
    def holds(self) -> bool:
        """Whether the fault happened and everything held all the same."""
        return self.injected > 0 and not self.error and not any(self.wrong.values()) and all(one.holds for one in self.figures)

    def complaints(self) -> list[str]:
        """What does not hold, in a line each."""
        lines = [f"{name}: {line}" for name, found in self.wrong.items() for line in found[:3]]
        lines += [": ".join([str(one), *one.seen[:5]]) for one in self.figures if not one.holds]
        lines += [f"refused: {self.refused}"] if lines and self.refused else []
        return lines + ([self.error] if self.error else []) + ([] if self.injected else ["the fault did not happen"])

    def document(self) -> dict[str, Any]:
        """It as JSON."""
        figures = [asdict(one) | {"holds": one.holds} for one in self.figures]
        counted = {name: len(self.wrong[name]) for name in INVARIANTS}
        told = {"row": self.row, "seed": self.seed, "holds": self.holds, "faults": self.injected, "commands": self.commands}
        return {
            **told,
            "in_doubt": self.doubtful,
            "refused": self.refused,
            **counted,
            "figures": figures,
            "complaints": self.complaints(),
        }


def carry_out(
    row: Row, platform: Platform, place: Place, *, seed: int, long: bool = False, patience: float = 60, leeway: float = 1
) -> Result:
    """Run a row: load, fault, healing, judgement."""
    load = Load(place, seed, light=not long)
    patience *= leeway
    trial = Trial(platform, load, random.Random(seed), long, patience, leeway)  # noqa: S311  # it is printed, to be run again
    figures, error = [], ""
    load.start()
    try:
        load.progress(30)
        figures = list(row.inject(trial))
        load.progress(max(30, (LONG if long else SHORT) - load.answered()), 600)
    except Exception as failed:  # noqa: BLE001  # whatever it is, the row is red and the next one is run
        error = repr(failed)[:500]
    load.stop()
    try:
        platform.ready()
        doubtful = load.settle(patience)
    except (NotUp, AssertionError) as failed:
        doubtful, error = len(load.history.in_doubt()), error or repr(failed)[:500]
    wrong = judge(platform, load, patience=patience, excused=row.excused)
    return Result(
        row=row.name, seed=seed, injected=trial.injected, commands=load.answered(), doubtful=doubtful, wrong=wrong,
        figures=figures, error=error, refused=dict(load.history.refused().most_common(5)),
    )  # fmt: skip
