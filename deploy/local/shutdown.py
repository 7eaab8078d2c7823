"""Brings a copy down: everything that it has started, and nothing else."""

import signal
import time

import click

from deploy.local import orphans
from deploy.local.pids import identity, is_alive, signal_leader
from deploy.local.presence import supervisor_pid

DEADLINE_SECONDS = 90.0
POLL_SECONDS = 0.1


def down() -> None:
    """Ask the supervisor to stop everything, and end what is left when it cannot."""
    pid = supervisor_pid()
    if pid:
        click.echo("Stopping.")
        _end_supervisor(pid)
    left = orphans.end()
    if left:
        click.echo(f"Ended what a killed supervisor had left: {', '.join(left)}.")
    click.echo("Toono is down." if pid or left else "This copy was not running.")


def _end_supervisor(pid: int) -> None:
    known_as = identity(pid)
    signal_leader(pid, signal.SIGTERM)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while is_alive(pid, known_as) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    if is_alive(pid, known_as):
        click.echo("The supervisor does not end by itself: killed.")
        signal_leader(pid, signal.SIGKILL)
