"""`python -m deploy.demo`, which is `make demo`."""

import json
import os
import sys

import click
from rich.console import Console

from deploy.demo.api import NeverHappened, Refused
from deploy.demo.calendar import Calendar
from deploy.demo.country import Country
from deploy.demo.progress import Progress
from deploy.demo.run import run, start
from deploy.demo.show import document, show
from deploy.demo.words import LANGUAGES, say
from deploy.local import ports, settings, startup

COUNTRIES = ("KZ", "MN")
PLAIN_WIDTH = 160  # of tables where there is no terminal to fit into
EXPECTED = (NeverHappened, Refused, ports.PortsTaken, settings.OtherCountry, startup.NotReady)


@click.command()
@click.option("--country", type=click.Choice(COUNTRIES), help="Whose regions and settlements; that of this copy, else KZ.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), envvar="LANG_UI", default="en", show_default=True,
              help="In which language to speak.")  # fmt: skip
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read; progress goes to stderr.")
def demo(country: str | None, language: str, *, wants_json: bool) -> None:
    """Show what the platform does, on real places and invented events. Run it twice: the second time changes nothing."""
    os.environ["TOONO_COUNTRY"] = chosen = country or settings.load().country
    if chosen not in COUNTRIES:
        raise click.ClickException(f"There is no demonstration of {chosen}, only of {' and '.join(COUNTRIES)}.")
    console = Console(stderr=wants_json, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    try:
        holds = _demonstrate(console, chosen, language, wants_json=wants_json)
    except EXPECTED as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    sys.exit(0 if holds else 1)


def _demonstrate(console: Console, chosen: str, language: str, *, wants_json: bool) -> bool:
    country, progress = Country.find(chosen), Progress(console)
    console.rule(say(language, "title", country=country.name))
    console.print(say(language, "invented"), soft_wrap=True)
    with progress.step(say(language, "starting")):
        start(chosen)
    calendar = Calendar.of(chosen)
    console.print(say(language, "first_run" if calendar.is_new else "again", day=calendar.seeds.today))
    done = run(country, calendar, progress, language)
    if wants_json:
        click.echo(json.dumps(document(done, language), indent=2, ensure_ascii=False))
    else:
        show(console, done, language)
    console.print(say(language, "done", seconds=f"{progress.seconds:.0f}"))
    return done.holds


if __name__ == "__main__":
    demo(prog_name="python -m deploy.demo")
