"""``python -m tests.faults``: break the platform on purpose, and judge what is left of it."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

import click
from rich.console import Console

from deploy.local.layout import ROOT
from tests.faults import report
from tests.faults.load import Place
from tests.faults.platform import NotUp, Platform
from tests.faults.report import Verdict
from tests.faults.row import LEEWAY, Result, Row, carry_out
from tests.faults.rows import ROWS

RESULT = ROOT / ".local" / "faults.json"
IMPATIENT = 20  # seconds that a platform with a bug in it is given to recover
WIDTH = 200  # characters, where the terminal does not tell


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--row", "chosen", multiple=True, type=click.Choice([row.name for row in ROWS]), help="Only this; may be repeated.")
@click.option("--seed", type=int, help="Chooses what is left to chance, as it was in the run that printed it.")
@click.option("--short", is_flag=True, help="Few rounds, few commands, no planted bugs: what `make test` runs.")
@click.option("--bugs/--no-bugs", default=True, help="Run each row a second time with its bug planted.")
@click.option("--only-bugs", is_flag=True, help="Run each row once, with its bug planted: whether it would be caught.")
@click.option("--json", "wants_json", is_flag=True, help="Print the rows as JSON in place of the table.")
def main(chosen: tuple[str, ...], seed: int | None, *, short: bool, bugs: bool, only_bugs: bool, wants_json: bool) -> None:
    """Break the platform on purpose, on a copy of its own; the rows go to .local/faults.json too."""
    progress = Console(stderr=True)
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    progress.print(f"seed {seed}")
    rows = [row for row in ROWS if not chosen or row.name in chosen]
    if only_bugs:
        planted = [with_bug(row, seed, progress) for row in rows]
        sys.exit(1 if any(result.holds for result in planted) else 0)
    verdicts: list[Verdict] = []
    try:
        for verdict in short_form(rows, seed, progress) if short else long_form(rows, seed, progress, bugs=bugs):
            verdicts.append(verdict)
            report.write(RESULT, verdicts)  # after each: the whole takes more than an hour
    except NotUp as error:
        raise click.ClickException(str(error)) from error
    if wants_json:
        click.echo(RESULT.read_text())
    else:
        report.show(Console(width=None if sys.stdout.isatty() else WIDTH), verdicts)
    sys.exit(0 if all(one.holds for one in verdicts) else 1)


def short_form(rows: Sequence[Row], seed: int, progress: Console) -> Iterator[Verdict]:
    """Every row once, a few rounds each, as many as can be on one platform."""
    for members, same in groupby(sorted(rows, key=attrgetter("members")), key=attrgetter("members")):
        with platform(members) as (running, place):
            for row in same:
                yield Verdict(row.fault, row.bug, _told(carry_out(row, running, place, seed=seed, leeway=LEEWAY), progress))


def long_form(rows: Sequence[Row], seed: int, progress: Console, *, bugs: bool) -> Iterator[Verdict]:
    """Every row at length on a platform of its own, and once more with its bug planted."""
    for row in rows:
        with platform(row.members) as (running, place):
            result = _told(carry_out(row, running, place, seed=seed, long=True, patience=row.patience), progress)
            if not result.holds:
                progress.print(f"    its logs: {running.keep_logs(row.name)}", soft_wrap=True)
        yield Verdict(row.fault, row.bug, result, with_bug(row, seed, progress) if bugs else None)


def with_bug(row: Row, seed: int, progress: Console) -> Result:
    """The row's short form with its bug planted, which must not hold."""
    with platform(row.members, bug=row.bug) as (running, place):
        return _told(carry_out(row, running, place, seed=seed, patience=IMPATIENT), progress, row.bug)


@contextmanager
def platform(members: int, bug: str | None = None) -> Iterator[tuple[Platform, Place]]:
    """A platform with what the load needs, and with a bug in it if one is named."""
    running = Platform(members=members)
    try:
        running.up()
        place = Place.make(running)
        if bug:
            running.plant(bug)
        yield running, place
    finally:
        running.down()


def _told(result: Result, progress: Console, bug: str = "") -> Result:
    verdict = "holds" if result.holds else "does not hold"
    progress.print(
        f"{result.row}{f' with {bug}' if bug else ''}: {verdict}",
        *result.complaints()[:6],
        sep="\n    ",
        markup=False,
        soft_wrap=True,
    )
    return result


if __name__ == "__main__":
    main()
