"""`toono outbox`: what the services have not sent yet, and moving what is long sent into the archive."""

import json
import sys
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation
from deploy.cli.jobs import follow
from deploy.cli.replay import MOMENT
from deploy.local.environment import SERVICES
from shared.repair.archiving import AGE

PATH = "/v1/operations/outbox"
WAITING = FAILED = 1


@click.group(invoke_without_command=True)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
@click.pass_context
def outbox(context: click.Context, *, wants_json: bool) -> None:
    """Show, for every service, the facts that wait to be sent and since when the oldest does.

    Exit code 0: nothing waits. 1: something does, or no queue took it.
    """
    if context.invoked_subcommand:
        return
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


@outbox.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
@click.option("--before", type=MOMENT, help=f"What was recorded before, as in 2026-03-01T00:00+05:00; else {AGE.days} days ago.")
@click.option("--reason", default="it is old", show_default=True, help="Why; it is kept with your name.")
@click.option("--dry-run", is_flag=True, help="Count the entries, and move nothing.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
def archive(services: tuple[str, ...], before: datetime | None, *, reason: str, dry_run: bool, wants_json: bool) -> None:
    """Move what old entries tell, of SERVICES or of all, out of the journals into compressed files.

    Nothing is forgotten: replays, repeated commands and `verify` read them there. If this command is interrupted, the archiving
    is not. Exit code 0: done. 1: it failed somewhere.
    """
    gateway, path = Gateway(Installation.here(), "operator"), f"{PATH}/archives"
    done = []
    for service in services or SERVICES:
        asked = gateway.tell(path, source=service, before=before and before.isoformat(), reason=reason, dry_run=dry_run)
        done.append(follow(gateway, path, asked, doing=f"archiving {service}", quiet=wants_json))
    if wants_json:
        click.echo(json.dumps(done, ensure_ascii=False, indent=2))
    else:
        for one in done:
            ended = (
                f"{one['found']} entries {'would leave' if dry_run else 'left'} the journal, {one['filed']} new ones in files."
            )
            click.echo(f"{one['source']}: {ended if one['status'] == 'done' else 'failed: ' + one['failed_because']}")
    sys.exit(0 if all(one["status"] == "done" for one in done) else FAILED)
