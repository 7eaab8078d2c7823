"""`toono replay`: facts of a service's journal are told to one consumer again."""

from datetime import datetime
from typing import Any

import click

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation
from deploy.cli.jobs import end, follow
from deploy.local.environment import SERVICES
from shared.repair.requests import RATE

PATH = "/v1/operations/replays"
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"])


@click.command()
@click.argument("source", type=click.Choice(SERVICES))
@click.option("--to", required=True, metavar="CONSUMER", help="A service, its copies (programs.copies) or gateway.projector.")
@click.option("--reason", required=True, help="Why; it is kept with your name.")
@click.option("--after", type=click.IntRange(min=0), help="Only positions above this one.")
@click.option("--upto", type=click.IntRange(min=1), help="Only positions up to this one.")
@click.option("--type", "types", multiple=True, help="Only this event type, in full; may be given again.")
@click.option("--subject", metavar="ID", help="Only facts of this aggregate.")
@click.option("--since", type=MOMENT, help="Only what was recorded then or later, as in 2026-03-01T08:15+05:00.")
@click.option("--until", type=MOMENT, help="Only what was recorded before.")
@click.option("--newest", is_flag=True, help="Of each aggregate only its newest fact.")
@click.option("--rate", default=RATE, show_default=True, help="Facts per second at most.")
@click.option("--dry-run", is_flag=True, help="Count them, and send nothing.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
def replay(since: datetime | None, until: datetime | None, types: tuple[str, ...], *, wants_json: bool, **chosen: Any) -> None:
    """Tell one consumer facts of SOURCE again. What it has had it knows, so doing it twice does no harm.

    Only what the consumer listens for is told. Exit code 0: done. 1: it failed.
    """
    gateway = Gateway(Installation.here(), "operator")
    moments = {name: at and at.isoformat() for name, at in (("since", since), ("until", until))}
    asked = gateway.tell(PATH, **chosen, **moments, types=list(types) or None)
    done = follow(gateway, PATH, asked, doing=f"{asked['source']} → {asked['to']}", quiet=wants_json)
    end(done, f"{done['found']} facts {'would be' if done['dry_run'] else 'were'} told to {done['to']}.", wants_json=wants_json)
