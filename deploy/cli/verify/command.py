"""The subcommand itself: what it is asked, and how it answers."""

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.verify import checks
from deploy.cli.verify.finding import INVARIANTS, SAYS, SHOWS, Finding, report, upheld
from deploy.local import endpoints
from deploy.local.layout import ENDPOINTS


@click.command()
@click.option("--wait", default=checks.PATIENCE_SECONDS, show_default=True, help="Seconds to wait for what is under way.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
def verify(wait: float, *, wants_json: bool) -> None:
    """Check that everything that is kept twice says the same; exit with 0 only if it does."""
    if not ENDPOINTS.exists():
        raise click.ClickException("This copy has never been started: run `make up` first.")
    addresses = endpoints.addresses()
    found = checks.check(addresses["mongo"], addresses["amqp"], seconds=wait)
    told = report(found)
    if wants_json:
        click.echo(json.dumps(told, indent=2))
    else:
        _show(found)
    sys.exit(0 if told["holds"] else 1)


def _show(found: list[Finding]) -> None:
    table = Table("Check", "Shows", "Looked at", "Wrong", "")
    for one in found:
        verdict = "[green]holds[/]" if one.holds else "[red]does not hold[/]"
        table.add_row(SAYS[one.name], " ".join(SHOWS[one.name]), f"{one.looked_at:,}", f"{one.wrong:,}", verdict)
    console = Console()
    console.print(table)
    for name, holds in upheld(found).items():
        console.print(f"{name} {'[green]holds[/]' if holds else '[red]does not hold[/]'}: {INVARIANTS[name]}")
    for one in found:
        for example in one.examples:
            console.print(f"{one.name}: {example}", style="red", markup=False)
