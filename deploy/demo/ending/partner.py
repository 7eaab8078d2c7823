"""What the partner's system has received, by each way."""

from collections import Counter
from collections.abc import Mapping

from rich.table import Table

from deploy.demo.words import say


def drawn(counts: Mapping[str, Counter[str]], language: str) -> Table:
    """Draw how many events of each type came by each way."""
    table = Table(say(language, "event"), title=say(language, "partner_received"), show_footer=True)
    for way in counts:
        table.add_column(say(language, f"way_{way}"), justify="right")
    for name in sorted({name for counted in counts.values() for name in counted}):
        table.add_row(name.removeprefix("toono."), *(f"{counted[name]:,}" for counted in counts.values()))
    sums = [say(language, "total"), *(f"{counted.total():,}" for counted in counts.values())]
    for column, foot in zip(table.columns, sums, strict=True):
        column.footer = foot
    return table
