"""`toono rebuild`: the read model is built anew beside the living one."""

import click

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation
from deploy.cli.jobs import end, follow

PATH = "/v1/operations/rebuilds"


@click.command()
@click.option("--reason", required=True, help="Why; it is kept with your name.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
def rebuild(reason: str, *, wants_json: bool) -> None:
    """Build the read model anew from the journals, and let it take the living one's place when it has caught up.

    Reads go on all the time. If this command is interrupted, the rebuild is not. Exit code 0: done. 1: it failed, and what was
    read before is read still.
    """
    gateway = Gateway(Installation.here(), "operator")
    done = follow(gateway, PATH, gateway.tell(PATH, reason=reason), doing="rebuilding", quiet=wants_json)
    end(done, f"The read model is built anew, from {done.get('of')} facts.", wants_json=wants_json)
