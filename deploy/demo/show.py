"""What a run has brought about, for people and for programs."""

from typing import Any

from rich.console import Console

from deploy.demo.ending import farewell, figures, partner, story, table
from deploy.demo.run import Done
from deploy.demo.words import say


def show(console: Console, done: Done, language: str) -> None:
    """Print the table, the story, the figures and where to go on."""
    api, stage = done.stage.api, done.stage
    console.print(table.drawn(table.lines(api, done.country), done.country, language, width=console.width))
    console.print(nearness(done, language), soft_wrap=True)
    console.print(story.drawn(stage, story.teller(stage), language))
    console.print(figures.imports(done.imported, language))
    console.print(partner.drawn(done.system.counts(), language))
    console.print(figures.events(done.before, done.after, language))
    console.print(figures.invariants(done.findings, language))
    for example in (example for one in done.findings for example in one.examples):
        console.print(example, style="red", markup=False)
    if done.before == done.after:
        console.print(say(language, "nothing_changed"), style="green")
    farewell.say_goodbye(console, api, done.addresses, language)


def nearness(done: Done, language: str) -> str:
    """Say what is not known of the settlements."""
    unknown = sum(not place.population for place in done.places)
    return say(language, f"nearness_{done.country.code}", unknown=unknown, total=len(done.places))


def document(done: Done, language: str) -> dict[str, Any]:
    """Return all of it for a program to read."""
    home = story.teller(done.stage)
    told = [{"day": day, "text": say(language, name, **params)} for day, name, params in story.moments(done.stage, home)]
    return {
        "country": done.country.code,
        "today": done.stage.seeds.today.isoformat(),
        "holds": done.holds,
        "nearness": nearness(done, language),
        "table": table.lines(done.stage.api, done.country),
        "story": {"center": home.code, "moments": told},
        "imports": [
            {"file": one.sheet.name, "id": one.id, "trial": one.sheet.trial, "counts": one.counts, "expected": one.sheet.expected}
            for one in done.imported
        ],
        "partner": done.system.counts(),
        "events": {"before": done.before, "after": done.after},
        "invariants": [
            {"name": one.name, "holds": one.holds, "looked_at": one.looked_at, "wrong": one.wrong} for one in done.findings
        ],
        "addresses": farewell.addresses(done.addresses),
    }
