"""The table that a run ends with, for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.rows import Row


def show(console: Console, rows: Sequence[Row]) -> None:
    """Print the rows as a table."""
    table = Table("what", "ours", "peer", "ratio", "target", "met", "note", title="Measured in one run, each beside its peer")
    for column in table.columns[1:4]:
        column.justify = "right"
    for row in rows:
        met = "[green]yes[/]" if row.met else "[red]no[/]"
        reference = f"{row.reference:,.0f}" if row.reference else ""
        ratio = f"{row.ratio:.2f}" if row.ratio else ""
        table.add_row(row.name, f"{_number(row.value)} {row.unit}", reference, ratio, row.target, met, row.note)
    console.print(table)


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows as JSON, in place of those of the run before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
