"""Following what an operator has asked for, until it is done, with a progress bar."""

import json
import sys
import time
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.cli.gateway import Gateway

ENDED = {"done", "failed"}
LOOK_SECONDS = 0.2
FAILED = 1

Document = dict[str, Any]


def follow(gateway: Gateway, path: str, job: Document, *, doing: str, quiet: bool) -> Document:
    """Look again and again until it has ended; as it is then."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(doing, total=None)
        while job["status"] not in ENDED:
            time.sleep(LOOK_SECONDS)
            job = gateway.read(f"{path}/{job['id']}")
            bar.update(task, completed=job.get("at", 0), total=job.get("of"))
    return job


def end(job: Document, said: str, *, wants_json: bool) -> None:
    """Say how it ended, and exit with 0 only if it is done."""
    if wants_json:
        click.echo(json.dumps(job, ensure_ascii=False, indent=2))
    else:
        click.echo(said if job["status"] == "done" else f"Failed: {job.get('failed_because', 'nobody knows why')}.")
    sys.exit(0 if job["status"] == "done" else FAILED)
