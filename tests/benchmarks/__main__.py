"""``python -m tests.benchmarks``: measure the platform beside its peers."""

import os
import sys
from collections.abc import Callable, Iterable

import click
from rich.console import Console

from tests.benchmarks import (
    arrival,
    attendance,
    away,
    command_path,
    demo,
    events,
    feed,
    imports,
    lag,
    parts,
    read_path,
    report,
    seeds,
    webhooks,
    wrk,
)
from tests.benchmarks.peers.running import NotReady
from tests.benchmarks.platform import ROOT, NotUp, Platform
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Spoiled, Stage

BENCHMARKS: dict[str, Callable[[Stage], list[Row]]] = {
    "commands": command_path.measure,
    "reads": read_path.measure,
    "parts": parts.measure,
    "events": events.measure,
    "lag": lag.measure,
    "attendance": attendance.measure,
    "imports": imports.measure,
    "feed": feed.measure,
    "webhooks": webhooks.measure,
    "arrival": arrival.measure,
    "away": away.measure,
}
RESULT = ROOT / ".local" / "bench.json"
QUIET = 0.7  # load average above which the figures say more about others' work than about ours
NOISY = "[yellow]This machine is not quiet (load {:.1f}): read the ratios, not the figures.[/]"
WIDTH = 170  # characters, where the terminal does not tell


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", "chosen", multiple=True, type=click.Choice(list(BENCHMARKS)), help="Only this; may be given again.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(min=1), help="Rounds, in which all take turns.")
@click.option("--seconds", default=8.0, show_default=True, type=click.FloatRange(min=2), help="Seconds of each turn.")
@click.option("--demo", "wants_demo", is_flag=True, help="Also time `make demo` in a fresh clone.")
@click.option("--json", "wants_json", is_flag=True, help="Print the rows as JSON in place of the table.")
def main(chosen: tuple[str, ...], rounds: int, seconds: float, *, wants_demo: bool, wants_json: bool) -> None:
    """Measure the platform beside its peers, on a copy of its own; the rows go to .local/bench.json too."""
    if not wrk.installed():
        raise click.ClickException(wrk.MISSING)
    progress = Console(stderr=True)
    if os.getloadavg()[0] > QUIET:
        progress.print(NOISY.format(os.getloadavg()[0]))
    try:
        rows = _measure(progress, chosen or BENCHMARKS, rounds, seconds)
        rows += demo.measure(progress) if wants_demo else []
    except (NotUp, NotReady, Spoiled) as error:
        raise click.ClickException(str(error)) from error
    report.write(RESULT, rows)
    if wants_json:
        click.echo(RESULT.read_text())
    else:
        report.show(Console(width=None if sys.stdout.isatty() else WIDTH), rows)


def _measure(progress: Console, chosen: Iterable[str], rounds: int, seconds: float) -> list[Row]:
    platform, rows = Platform(), list[Row]()
    progress.print("Starting the platform in a folder of its own.")
    try:
        platform.up()
        stage = Stage(platform, progress, rounds, seconds, seeds.plant(platform))
        for name in chosen:
            stage.say(f"[bold]{name}[/]")
            rows += BENCHMARKS[name](stage)
    finally:
        platform.down()
    return rows


if __name__ == "__main__":
    main()
