"""`toono import`: a file of areas or centers goes in, with a progress bar and a summary."""

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation
from deploy.cli.words import word

LANGUAGES = ("en", "kk", "ru", "mn")
ENDED = {"finished", "refused"}
LOOK_SECONDS = 0.2
SHOWN = 10
COUNTS = ("rows", "accepted", "unchanged", "merged", "rejected", "flagged")
REJECTED, REFUSED = 1, 2

State = dict[str, Any]


@click.group("import")
def import_() -> None:
    """Import areas or centers from a CSV or XLSX file.

    Exit code 0: every row was accepted, unchanged or merged. 1: some rows were rejected. 2: the file was refused.
    """


def _command(kind: str) -> click.Command:
    @click.command(kind, help=f"Import {kind} from FILE (CSV or XLSX).")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Judge every row, change nothing.")
    @click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the report.")
    @click.option("--mend", type=click.Path(dir_okay=False, path_type=Path), help="Write the rejected rows here (.csv, .xlsx).")
    @click.option("--json", "wants_json", is_flag=True, help="Print the result as JSON.")
    def run(file: Path, lang: str, mend: Path | None, *, dry_run: bool, wants_json: bool) -> None:
        api = Imports(Gateway(Installation.here(), "ministry_administrator"))
        state = api.send(kind, file, lang, dry_run=dry_run)
        state = api.follow(state, lang, quiet=wants_json)
        rejected = api.rows(state["id"], "rejected") if state["counts"].get("rejected") else []
        if mend and rejected:
            mend.write_bytes(api.rejected(state["id"], mend.suffix.lstrip(".") or "csv"))
        if wants_json:
            click.echo(json.dumps({**state, "rejected_rows": rejected}, ensure_ascii=False, indent=2))
        else:
            _show(state, rejected, lang)
        sys.exit(REFUSED if state["status"] == "refused" else REJECTED if rejected else 0)

    return run


for _kind in ("areas", "centers"):
    import_.add_command(_command(_kind))


class Imports:
    """The gateway's imports, with a token of the ministry's administrator."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def send(self, kind: str, file: Path, language: str, *, dry_run: bool) -> State:
        """Send the file; returns the import as it was taken in."""
        fields = {"kind": kind, "filename": file.name, "language": language, "dry_run": str(dry_run).lower()}
        return self._gateway.post(f"/v1/imports?{urlencode(fields)}", file.read_bytes())

    def follow(self, state: State, language: str, *, quiet: bool) -> State:
        """Watch the import until it ends."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
            task = bar.add_task(word("reading", language), total=None)
            while state["status"] not in ENDED:
                time.sleep(LOOK_SECONDS)
                state = self._gateway.read(f"/v1/imports/{state['id']}")
                if state["progress"]:
                    done, of = state["progress"]["done"], state["progress"]["of"]
                    bar.update(task, description=word("importing", language), completed=done, total=of)
        return state

    def rows(self, id: str, outcome: str) -> list[State]:  # noqa: A002
        """All rows with an outcome."""
        found: list[State] = []
        page: State = {"next": 0}
        while page["next"] is not None:
            after = f"&after={page['next']}" if page["next"] else ""
            page = self._gateway.read(f"/v1/imports/{id}/rows?outcome={outcome}&limit=1000{after}")
            found += page["items"]
        return found

    def rejected(self, id: str, form: str) -> bytes:  # noqa: A002
        """The rejected rows as a file to mend."""
        return self._gateway.get(f"/v1/imports/{id}/rejected?format={form}")


def _show(state: State, rejected: list[State], language: str) -> None:
    console = Console()
    if state["status"] == "refused":
        because = state["refused_because"]
        console.print(f"[red]{word('refused', language)}[/red] {because['reason']} {because['remedy']}")
        return
    for warning in state["warnings"]:
        console.print(f"[yellow]{warning['reason']}[/yellow] {warning['remedy']}")
    table = Table(*(word(name, language) for name in COUNTS))
    table.add_row(*(str(state["counts"].get(name, 0)) for name in COUNTS))
    console.print(table)
    for row in rejected[:SHOWN]:
        for finding in row["findings"]:
            where = f"{word('row', language)} {row['row']}" + (f", {finding['column']}" if finding["column"] else "")
            console.print(f"{where}: {finding['reason']} {finding['remedy']}", highlight=False, markup=False)
    if len(rejected) > SHOWN:
        console.print(word("more", language).format(count=len(rejected) - SHOWN))
