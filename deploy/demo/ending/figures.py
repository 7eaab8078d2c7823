"""What went in, what came of it, and whether it holds together: imports, events and invariants in figures."""

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table

from deploy.cli.verify.finding import Finding
from deploy.demo.lists import Imported
from deploy.demo.words import say

COUNTS = ("rows", "accepted", "unchanged", "merged", "rejected", "flagged")


def imports(done: Iterable[Imported], language: str) -> Table:
    """Draw the reports of the imports, a column each, and whether they tell what was planted."""
    table = Table(say(language, "file"), title=say(language, "imports"))
    brought_in = list(done)
    for one in brought_in:
        trial = f" ({say(language, 'trial')})" if one.sheet.trial else ""
        table.add_column(one.sheet.name + trial, justify="right", overflow="fold")
    for count in COUNTS:
        table.add_row(say(language, count), *(f"{one.counts[count]:,}" for one in brought_in))
    table.add_row(say(language, "as_planted"), *(_yes(language, holds=one.as_planted) for one in brought_in))
    return table


def events(before: Mapping[str, int], after: Mapping[str, int], language: str) -> Table:
    """Draw how many events each service has told, and how many of them in this run."""
    heads = [say(language, name) for name in ("service", "events", "new")]
    table = Table(*heads, title=say(language, "events"), show_footer=True)
    for service, position in after.items():
        table.add_row(say(language, service), f"{position:,}", f"{position - before[service]:,}")
    whole, new = sum(after.values()), sum(after.values()) - sum(before.values())
    for column, foot in zip(table.columns, (say(language, "total"), f"{whole:,}", f"{new:,}"), strict=True):
        column.footer = foot
    return table


def invariants(found: Sequence[Finding], language: str) -> Table:
    """Draw what was checked."""
    heads = [say(language, name) for name in ("check", "looked_at", "holds")]
    table = Table(*heads, title=say(language, "invariants"))
    for one in found:
        table.add_row(say(language, one.name), f"{one.looked_at:,}", _yes(language, holds=one.holds))
    return table


def _yes(language: str, *, holds: bool) -> str:
    return f"[green]{say(language, 'yes')}[/]" if holds else f"[red]{say(language, 'no')}[/]"
