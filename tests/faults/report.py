"""The table that a run ends with, for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from deploy.cli.verify.finding import INVARIANTS
from tests.faults.row import Result


@dataclass(frozen=True)
class Verdict:
    """A row's result, and that of the same row with its bug planted, if that was run."""

    fault: str
    bug: str
    result: Result
    planted: Result | None = None

    @property
    def holds(self) -> bool:
        """Green as it is, and red with the bug."""
        return self.result.holds and (self.planted is None or not self.planted.holds)

    def document(self) -> dict[str, Any]:
        """It as JSON."""
        caught = self.planted and {"bug": self.bug, "caught": not self.planted.holds, "by": self.planted.complaints()}
        return {**self.result.document(), "fault": self.fault, "holds": self.holds, "planted": caught}


def show(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print the rows as a table, and below it what does not hold."""
    table = Table(
        "row", "seed", "faults", "commands", *INVARIANTS, "extra figure", "bug caught", title="What broke, and what held"
    )
    for one in verdicts:
        result = one.result
        table.add_row(
            f"[{'green' if one.holds else 'red'}]{result.row}[/]",
            str(result.seed), f"{result.injected:,}", f"{result.commands:,}",
            *(str(len(result.wrong[name])) for name in INVARIANTS), "\n".join(map(str, result.figures)), _caught(one),
        )  # fmt: skip
    console.print(table)
    for one in verdicts:
        for line in one.result.complaints():
            console.print(f"{one.result.row}: {line}", style="red", markup=False, soft_wrap=True)
    console.print(" · ".join(f"{name} {meaning}" for name, meaning in INVARIANTS.items()), style="dim")


def write(path: Path, verdicts: Sequence[Verdict]) -> None:
    """Write the rows as JSON, in place of those of the run before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([one.document() for one in verdicts], indent=2, ensure_ascii=False) + "\n")


def _caught(one: Verdict) -> str:
    if one.planted is None:
        return ""
    return f"{one.bug}: " + ("[red]no[/]" if one.planted.holds else f"yes, {'; '.join(one.planted.complaints()[:1])[:60]}")
