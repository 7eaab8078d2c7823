"""Brings a copy up: starts its supervisor in the background, and follows it until everything is ready."""

import subprocess
import sys
import time
from collections.abc import Callable

import click

from deploy.local import broker, control, database, endpoints, keys, orphans, settings
from deploy.local.layout import LOCAL, LOGS, ROOT, log_of, make_private
from deploy.local.presence import supervisor_pid
from deploy.local.status import Row, all_ready

DEADLINE_SECONDS = 120.0
POLL_SECONDS = 0.2
TAIL_LINES = 20
SUSPECTS = ("restarting", "starting", "paused", "stopped", "waiting")  # the likeliest cause first


class NotReady(Exception):
    """The deadline has passed; the message names what is not ready, and shows the end of its log."""


def up(*, deadline: float = DEADLINE_SECONDS) -> None:
    """Start this copy unless it runs, and wait until all of it is ready.

    Raises:
        NotReady: something was not ready in time; what runs goes on running.
        PortsTaken, OtherCountry: it cannot start here as it was told to.
    """
    if supervisor_pid():
        click.echo("This copy is already running; `make down` stops it.")
    else:
        _start()
    wait(deadline=deadline, tell=Progress())
    click.echo(f"Toono is up: {endpoints.addresses()['gateway']}")


def wait(*names: str, deadline: float = DEADLINE_SECONDS, tell: Callable[[Row], None] = lambda _: None) -> list[Row]:
    """Return the rows of the named processes, or of all, when they are ready; show each row that is seen to `tell`.

    Raises:
        NotReady: they were not in time.
    """
    began = time.monotonic()
    while True:
        rows = [row for row in _rows() if not names or row["name"] in names]
        for row in rows:
            tell(row)
        if rows and all_ready(rows):
            return rows
        if time.monotonic() - began > deadline or not supervisor_pid():
            raise NotReady(_explain(rows))
        time.sleep(POLL_SECONDS)


class Progress:
    """Says of each process when it has become ready, or has died."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._before: dict[str, Row] = {}

    def __call__(self, row: Row) -> None:
        """Compare the row with the one before."""
        before = self._before.get(row["name"], {"ready": False, "restarts": row["restarts"]})
        if row["restarts"] > before["restarts"]:
            self._say(row, "has died, and is started again")
        if row["ready"] and not before["ready"]:
            self._say(row, row["state"])
        self._before[row["name"]] = row

    def _say(self, row: Row, what: str) -> None:
        click.echo(f"  {time.monotonic() - self._began:5.1f} s  {row['name']:<18} {what}")


def tail(name: str, lines: int = TAIL_LINES) -> str:
    """Return the end of the log of a process."""
    log = log_of(name)
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _start() -> None:
    if left := orphans.end():
        click.echo(f"Ended what a killed supervisor had left: {', '.join(left)}.")
    make_private(LOCAL)
    chosen = settings.choose()
    secrets = keys.load_or_make()
    broker.configure(chosen, secrets)
    database.configure(secrets)
    click.echo(f"Starting on the ports from {chosen.port_base} (country {chosen.country}); logs in {LOGS}")
    _spawn_supervisor()


def _spawn_supervisor() -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    with log_of("supervisor").open("ab") as log:
        supervisor = subprocess.Popen(
            (sys.executable, "-m", "deploy.local.supervisor"),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    while not supervisor_pid():
        if supervisor.poll() is not None:
            raise NotReady(_explain([]))
        time.sleep(POLL_SECONDS)


def _rows() -> list[Row]:
    try:
        rows: list[Row] = control.ask("status")["processes"]
    except control.NotRunning:
        return []
    return rows


def _explain(rows: list[Row]) -> str:
    late = [row for row in rows if not row["ready"]]
    if not late:
        return f"The supervisor has ended:\n{tail('supervisor')}"
    names = ", ".join(f"{row['name']} ({row['state']})" for row in late)
    worst = min(late, key=lambda row: SUSPECTS.index(row["state"]))["name"]
    return f"Not ready: {names}\nThe end of {log_of(worst)}:\n{tail(worst)}"
