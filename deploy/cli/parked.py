"""`toono parked`: messages that failed for good are listed, looked at, sent again and dropped."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation

PATH = "/v1/operations/parked"
PAGE = 500
LOOK_SECONDS = 0.2
PARKED_AGAIN = 1

Document = dict[str, Any]

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
of_consumer = click.option("--consumer", help="Only those of this consumer, as in programs or gateway.projector.")
of_type = click.option("--type", "event_type", metavar="TYPE", help="Only events of this type, in full.")
ids = click.argument("ids", nargs=-1)
all_ = click.option("--all", "wants_all", is_flag=True, help="All that wait, of the consumer and the type if they are named.")


@click.group()
def parked() -> None:
    """Look after messages that a consumer could not take after its last try."""


@parked.command("list")
@of_consumer
@of_type
@click.option("--status", default="waiting", show_default=True, help="waiting, resending, resent or dropped.")
@as_json
def list_(consumer: str | None, event_type: str | None, status: str, *, wants_json: bool) -> None:
    """List them, those that have waited longest first."""
    found = waiting(_gateway(), consumer=consumer, type=event_type, status=status)
    if wants_json:
        click.echo(json.dumps(list(found), ensure_ascii=False, indent=2))
        return
    table = Table("Id", "Consumer", "Event", "Tries", "Since", "Why")
    for one in found:
        event = one["event"] or {"type": f"unreadable, {one['size']} bytes"}
        table.add_row(one["id"], one["consumer"], event["type"], str(one["tries"]), one["since"], one["why"])
    Console().print(table)


@parked.command()
@click.argument("id")
def show(id: str) -> None:  # noqa: A002
    """Print all that is known of one, as JSON; of an event its attributes and the names of its fields."""
    click.echo(json.dumps(_gateway().read(f"{PATH}/{id}"), ensure_ascii=False, indent=2))


@parked.command()
@ids
@all_
@of_consumer
@of_type
@click.option("--reason", help="What was mended.")
@click.option("--wait", default=30.0, show_default=True, help="Seconds to wait until they are back in the inbox.")
@as_json
def resend(
    ids: tuple[str, ...], consumer: str | None, event_type: str | None, reason: str | None, wait: float, *, wants_all: bool,
    wants_json: bool,
) -> None:  # fmt: skip
    """Put them into their consumer's inbox again. Doing it twice does no harm.

    Exit code 0: all are there. 1: some still wait to be sent, as while the broker is stopped.
    """
    gateway = _gateway()
    chosen = _chosen(gateway, ids, wants_all=wants_all, consumer=consumer, type=event_type)
    asked = [gateway.tell(f"{PATH}/{one}/resend", reason=reason) for one in chosen]
    left = _until_sent(gateway, {one["id"] for one in asked if one["status"] == "resending"}, wait)
    _tell({"resent": len(asked) - len(left), "not_yet": sorted(left)}, wants_json=wants_json)
    sys.exit(PARKED_AGAIN if left else 0)


@parked.command()
@ids
@all_
@of_consumer
@of_type
@click.option("--reason", required=True, help="Why they are given up; it is kept with your name.")
@as_json
def drop(
    ids: tuple[str, ...], consumer: str | None, event_type: str | None, reason: str, *, wants_all: bool, wants_json: bool
) -> None:
    """Give them up for good. A fact that was dropped can still be told again by `toono replay`."""
    gateway = _gateway()
    chosen = _chosen(gateway, ids, wants_all=wants_all, consumer=consumer, type=event_type)
    for one in chosen:
        gateway.tell(f"{PATH}/{one}/drop", reason=reason)
    _tell({"dropped": len(chosen)}, wants_json=wants_json)


def waiting(gateway: Gateway, **chosen: str | None) -> Iterator[Document]:
    """Yield all that the choice leaves, page after page."""
    asked = {"limit": str(PAGE), **{name: value for name, value in chosen.items() if value is not None}}
    page: Document = {"next": ""}
    while page["next"] is not None:
        page = gateway.read(f"{PATH}?{urlencode(asked)}")
        yield from page["items"]
        asked["after"] = page["next"] or ""


def _gateway() -> Gateway:
    return Gateway(Installation.here(), "operator")


def _chosen(gateway: Gateway, ids: tuple[str, ...], *, wants_all: bool, **chosen: str | None) -> list[str]:
    if bool(ids) == wants_all:
        raise click.UsageError("Name the ids, or say --all.")
    return list(ids) or [one["id"] for one in waiting(gateway, **chosen)]


def _until_sent(gateway: Gateway, left: set[str], seconds: float) -> set[str]:
    """Wait until none of these is on its way any more; those that still are."""
    until = time.monotonic() + seconds
    while left and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        left &= {one["id"] for one in waiting(gateway, status="resending")}
    return left


def _tell(told: Document, *, wants_json: bool) -> None:
    click.echo(json.dumps(told) if wants_json else ", ".join(f"{name}: {value}" for name, value in told.items() if value != []))
