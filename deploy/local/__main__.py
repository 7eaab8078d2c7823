"""`python -m deploy.local`: the platform on this machine."""

import json
import os
import sys
import time

import click

from deploy.local import control, endpoints, environment, ports, settings, shutdown, startup, status
from deploy.local.layout import LOGS, log_of

EXPECTED = (
    control.NotRunning,
    control.RequestRefused,
    ports.PortsTaken,
    settings.OtherCountry,
    startup.NotReady,
)

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
process = click.argument("name")


@click.group()
def local() -> None:
    """Run the whole platform on this machine, with a broker and a database of its own."""


@local.command()
@click.option("--deadline", default=startup.DEADLINE_SECONDS, show_default=True, help="Seconds to wait until ready.")
def up(deadline: float) -> None:
    """Start everything and wait until it is ready."""
    startup.up(deadline=deadline)


@local.command()
def down() -> None:
    """Stop everything of this copy."""
    shutdown.down()


@local.command("status")
@as_json
def show_status(*, wants_json: bool) -> None:
    """Show the processes; exit with 0 only when all are ready."""
    rows = control.ask("status")["processes"]
    if wants_json:
        click.echo(json.dumps({"ready": status.all_ready(rows), "processes": rows}, indent=2))
    else:
        status.show(rows)
    sys.exit(0 if status.all_ready(rows) else 1)


@local.command()
@click.argument("names", nargs=-1)
@click.option("--lines", default=20, show_default=True, help="Lines of each to begin with.")
@click.option("--follow/--no-follow", default=False, help="Go on as they are written.")
def logs(names: tuple[str, ...], lines: int, *, follow: bool) -> None:
    """Print the end of the logs of the named processes, or of all."""
    files = [str(log_of(name)) for name in names] or sorted(map(str, LOGS.glob("*.log")))
    os.execvp("tail", ["tail", f"--lines={lines}", *(["-F"] if follow else []), *files])  # noqa: S606, S607


@local.command()
@as_json
def env(*, wants_json: bool) -> None:
    """Print what the processes are told, as lines for a shell: `eval "$(python -m deploy.local env)"`."""
    control.ask("status")
    told = endpoints.told()
    click.echo(json.dumps(told, indent=2) if wants_json else environment.as_exports(told))


@local.command("restart-rolling")
def restart_rolling() -> None:
    """Replace every process of the platform, one after the other, while it is in use; broker and database stay."""
    for row in control.ask("status")["processes"]:
        if row["replaced"]:
            began = time.monotonic()
            control.ask("replace", row["name"])
            startup.wait(row["name"])
            click.echo(f"  {time.monotonic() - began:5.1f} s  {row['name']}")


def _request(verb: str, does: str, *, waits: bool = False) -> click.Command:
    @click.command(verb, help=does)
    @as_json
    @process
    def request(name: str, *, wants_json: bool) -> None:
        row = control.ask(verb, name)["process"]
        if waits:
            (row,) = startup.wait(name)
        click.echo(json.dumps(row) if wants_json else f"{name}: {row['state']}")

    return request


for command in (
    _request("start", "Start a process that was stopped, and wait until it is ready.", waits=True),
    _request("stop", "Stop a process until it is started again."),
    _request("restart", "Stop a process, start it, and wait until it is ready.", waits=True),
    _request("replace", "Put a new process in the place of one that is in use, without a request that fails.", waits=True),
    _request("kill", "End a process at once, as if its machine had failed; it is started again."),
    _request("pause", "Freeze a process, as if its machine did not answer."),
    _request("resume", "Let a paused process go on."),
):
    local.add_command(command)


def main() -> None:
    """Run the command; failures that are expected are told in a sentence."""
    try:
        local(prog_name="python -m deploy.local")
    except EXPECTED as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
