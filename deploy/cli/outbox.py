"""`toono outbox`: what the services have not sent yet."""

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation

PATH = "/v1/operations/outbox"
WAITING = 1


@click.command()
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
def outbox(*, wants_json: bool) -> None:
    """Show, for every service, the facts that wait to be sent and since when the oldest does.

    Exit code 0: nothing waits. 1: something does, or no queue took it.
    """
    found = Gateway(Installation.here(), "operator").read(PATH)["items"]
    if wants_json:
        click.echo(json.dumps(found, indent=2))
    else:
        table = Table("Service", "Pending", "Oldest", "Sent", "Of", "Without a queue", "As of")
        for one in found:
            counts = [str(one[name]) for name in ("sent", "position", "unrouted")]
            table.add_row(one["id"], str(one["pending"]), one["oldest"] or "", *counts, one["at"])
        Console().print(table)
    sys.exit(WAITING if any(one["pending"] or one["unrouted"] for one in found) else 0)
