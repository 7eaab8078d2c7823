"""`python -m deploy.contracts`: hold today's events against those that were published; with `--accept`, publish additions."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from deploy.contracts import snapshot
from deploy.contracts.compare import broken
from deploy.local.layout import ROOT
from shared.upcasts import STEPS

Json = dict[str, Any]
REMEDY = (
    "Events of before lie in journals and queues, and partners' systems read what was published. Put it back, or add a field "
    "beside it; if neither will do, raise `version` of the kind and `SCHEMA` of the model by one, and add the step from the "
    "version before to services/upcasts.py."
)


@click.command()
@click.option("--accept", is_flag=True, help="Write down additions: they are promised from now on.")
def contracts(*, accept: bool) -> None:
    """Check that what is published keeps its promises."""
    before, after = snapshot.published(), snapshot.today()
    if found := list(incompatible(before, after)):
        click.echo("\n".join([*found, REMEDY]), err=True)
        sys.exit(1)
    if accept:
        for path in snapshot.accept(after):
            click.echo(f"  {path.relative_to(ROOT)}")
    elif added := [name for name in after if before.get(name) != after[name]]:
        click.echo(f"Not yet accepted: {', '.join(added)}. `make contracts` writes it down; commit what it writes.", err=True)
        sys.exit(1)


def incompatible(before: dict[str, Json], after: dict[str, Json]) -> Iterator[str]:
    """What is no longer as it was published, a sentence each."""
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            yield f"{name}: the kind was removed"
            continue
        yield from (f"{name}: the event {one} was removed" for one in old["events"] if one not in new["events"])
        if new["version"] == old["version"]:
            yield from (f"{name}: {found}" for found in broken(old["state"], new["state"]))
        elif new["version"] != old["version"] + 1 or (name, old["version"]) not in STEPS:
            yield f"{name}: version {new['version']} follows {old['version']} without a step"


if __name__ == "__main__":
    contracts()
