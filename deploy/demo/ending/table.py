"""The national table, region by region, from the roll-ups."""

from collections.abc import Callable, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from deploy.demo.api import Api
from deploy.demo.country import Country
from deploy.demo.season.stage import MINISTRY
from deploy.demo.words import say, told

Counts = dict[str, Any]
Line = dict[str, Any]
HUNDREDTHS = 100 * 1_000_000
COUNTS: dict[str, Callable[[Counts], Any]] = {
    "centers": lambda counts: _of(counts, "centers", "active"),
    "needs_raised": lambda counts: sum(counts.get("needs", {}).values()),
    "needs_met": lambda counts: _of(counts, "needs", "met"),
    "decisions": lambda counts: sum(counts.get("decisions", {}).values()),
    "offerings": lambda counts: _of(counts, "offerings", "completed"),
    "learners": lambda counts: _of(counts, "learners", "registered"),
    "completions": lambda counts: _of(counts, "enrolments", "completed"),
    "sessions": lambda counts: _of(counts, "sessions", "held"),
    "came": lambda counts: _of(counts, "attendance", "present", "late"),
    "marked": lambda counts: _of(counts, "attendance", "present", "late", "absent", "excused"),
    "mobilised": lambda counts: sum(sum(by.values()) for by in counts.get("mobilised", {}).values()) / HUNDREDTHS,
}
VOICE, LEARNING = (
    ("centers", "needs_met", "decisions", "mobilised"),
    ("offerings", "learners", "completions", "sessions", "attendance"),
)
WIDE = 130  # columns of a terminal that has room for all in one table


def lines(api: Api, country: Country) -> list[Line]:
    """Return a line for each region and one for all, as numbers."""
    asked = [(region.code, region.name) for region in country.regions] + [(country.code, None)]
    return [
        {"code": code, "name": name, **counted(api.get("/v1/overview", MINISTRY, area=code)["total"])} for code, name in asked
    ]


def counted(counts: Counts) -> Line:
    """Return what the table shows of some roll-ups."""
    return {name: count(counts) for name, count in COUNTS.items()}


def drawn(shown: Sequence[Line], country: Country, language: str, *, width: int) -> Group:
    """Draw the table; where it would not fit, in two parts."""
    parts = [(*VOICE, *LEARNING)] if width >= WIDE else [VOICE, LEARNING]
    return Group(*(_part(shown, country, language, part) for part in parts))


def _part(shown: Sequence[Line], country: Country, language: str, columns: Sequence[str]) -> Table:
    table = Table(title=say(language, "table"), show_footer=True, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    *regions, total = shown
    cells = _cells(total)
    table.add_column(say(language, "region"), footer=say(language, "total"), no_wrap=True)
    for name in columns:
        table.add_column(say(language, name, currency=country.currency), justify="right", overflow="fold", footer=cells[name])
    for line in regions:
        table.add_row(told(language, line["name"]), *(_cells(line)[name] for name in columns))
    return table


def _cells(line: Line) -> dict[str, str]:
    share = f"{100 * line['came'] / line['marked']:.0f} %" if line["marked"] else "–"
    told_apart = {"needs_met": f"{line['needs_met']} / {line['needs_raised']}", "attendance": share}
    return {name: f"{value:,}" for name, value in line.items() if isinstance(value, int)} | told_apart | _money(line)


def _money(line: Line) -> dict[str, str]:
    return {"mobilised": f"{line['mobilised']:,.1f}"}


def _of(counts: Counts, measure: str, *firsts: str) -> int:
    return sum(counts.get(measure, {}).get(first, 0) for first in firsts)
