"""`toono subscription`: what a partner's technical contact does with its subscriptions, on the installation of this machine."""

import json
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.gateway import Gateway
from deploy.cli.installation import Installation
from deploy.cli.tokens import place_of

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"])
ROLE = "partner_technical_contact"
WAYS = ("webhook", "feed", "amqp")
SHOWN = {
    "subscriptions": ("id", "way", "status", "event_types", "because"),
    "deliveries": ("at", "type", "event_id", "status", "error", "seconds", "next_at"),
    "events": ("time", "type", "subject", "id"),
}

Document = dict[str, Any]


@click.group()
@click.option("--partner", required=True, metavar="CODE", help="For whom; the technical contact of this partner.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program to read.")
@click.pass_context
def subscription(context: click.Context, partner: str, *, wants_json: bool) -> None:
    """Open and look after the subscriptions of a partner's systems to events."""
    installation = Installation.here()
    context.obj = Desk(Gateway(installation, ROLE, place_of(installation, partner=partner)), wants_json=wants_json)


class Desk:
    """Asks the gateway as the technical contact, and prints what it answers."""

    def __init__(self, gateway: Gateway, *, wants_json: bool) -> None:
        self.gateway = gateway
        self._wants_json = wants_json

    def change(self, id: str, what: str, **body: Any) -> None:  # noqa: A002
        """Give a command, and print the state that it leaves."""
        self.show(self.gateway.tell(f"/v1/subscriptions/{id}/{what}", **body))

    def show(self, state: Document) -> None:
        """Print one subscription."""
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))

    def list(self, of: str, page: Document) -> None:
        """Print a page as a table of the columns that matter, or as it came."""
        if self._wants_json:
            click.echo(json.dumps(page, ensure_ascii=False, indent=2))
            return
        table = Table(*SHOWN[of])
        for one in page["items"]:
            table.add_row(*(_cell(one[name]) for name in SHOWN[of]))
        Console().print(table)
        if page["next"] is not None:
            click.echo(f"next: {page['next']}")


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@subscription.command("list")
@click.pass_obj
def list_(desk: Desk) -> None:
    """List the partner's subscriptions."""
    desk.list("subscriptions", desk.gateway.read("/v1/subscriptions"))


@subscription.command()
@click.argument("id")
@click.pass_obj
def show(desk: Desk, id: str) -> None:  # noqa: A002
    """Show one subscription."""
    desk.show(desk.gateway.read(f"/v1/subscriptions/{id}"))


@subscription.command("open")
@click.argument("agreement")
@click.option("--name", required=True, help="What people call it, in English.")
@click.option("--way", type=click.Choice(WAYS), required=True, help="How the events are received.")
@click.option("--endpoint", metavar="URL", help="Of a webhook: where they are posted to.")
@click.option("--type", "types", multiple=True, required=True, help="An event type, or a prefix of one; may be given again.")
@click.option("--area", "areas", multiple=True, metavar="ID", help="Only from this area; may be given again.")
@click.option("--field", "fields", multiple=True, help="Only this field; may be given again.")
@click.option("--ordered", is_flag=True, help="In order per aggregate.")
@click.pass_obj
def open_(desk: Desk, /, agreement: str, name: str, *, ordered: bool, **asked: Any) -> None:
    """Subscribe under AGREEMENT (an id). A webhook's secret is printed, and nowhere else."""
    state = desk.gateway.tell(
        f"/v1/agreements/{agreement}/subscriptions", name={"en": name}, way=asked["way"], endpoint=asked["endpoint"],
        event_types=list(asked["types"]), area_ids=list(asked["areas"]), field_names=list(asked["fields"]), ordered=ordered,
    )  # fmt: skip
    desk.show(state)


@subscription.command()
@click.argument("id")
@click.option("--after", type=click.IntRange(min=0), help="The cursor; the committed one if left out.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@click.option("--wait", type=click.IntRange(0, 20), default=0, show_default=True, help="Seconds.")
@click.pass_obj
def events(desk: Desk, id: str, after: int | None, limit: int, wait: int) -> None:  # noqa: A002
    """Pull events, and commit nothing."""
    cursor = "" if after is None else f"&after={after}"
    desk.list("events", desk.gateway.read(f"/v1/subscriptions/{id}/events?limit={limit}&wait={wait}{cursor}"))


@subscription.command()
@click.argument("id")
@click.option("--event", metavar="ID", help="Only attempts to send this event.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_obj
def deliveries(desk: Desk, id: str, event: str | None, limit: int) -> None:  # noqa: A002
    """Show every attempt to send, the newest first."""
    only = f"&event_id={event}" if event else ""
    desk.list("deliveries", desk.gateway.read(f"/v1/subscriptions/{id}/deliveries?limit={limit}{only}"))


@subscription.command()
@click.argument("id")
@click.option("--id", "ids", multiple=True, help="Only this event; may be given again.")
@click.option("--since", type=MOMENT, help="Events that happened then or later, as in 2026-03-01T08:15+05:00.")
@click.option("--until", type=MOMENT, help="Events that happened before.")
@click.option("--after", type=click.IntRange(min=0), help="All after this cursor.")
@click.pass_obj
def replay(desk: Desk, /, id: str, ids: tuple[str, ...], after: int | None, **moments: datetime | None) -> None:  # noqa: A002
    """Have events sent again: by their ids, of a time, or after a cursor."""
    told = {name: at and at.isoformat() for name, at in moments.items()}
    desk.change(id, "replay", ids=list(ids) or None, after=after, **told)


def _simple(name: str, path: str, purpose: str) -> click.Command:
    @click.command(name, help=purpose)
    @click.argument("id")
    @click.pass_obj
    def run(desk: Desk, id: str) -> None:  # noqa: A002
        desk.change(id, path)

    return run


def _reasoned(name: str, purpose: str) -> click.Command:
    @click.command(name, help=purpose)
    @click.argument("id")
    @click.option("--reason", required=True, help="Why; people will read it.")
    @click.pass_obj
    def run(desk: Desk, id: str, reason: str) -> None:  # noqa: A002
        desk.change(id, name, reason=reason)

    return run


for _command in (
    _simple("rotate", "rotate-secret", "Sign with a new secret, which is printed; for 24 hours the old one signs too."),
    _simple("challenge", "challenge-endpoint", "Have the endpoint challenged again, unless it has answered already."),
    _simple("ping", "ping", "Have a signed test event sent."),
    _simple("resume", "resume", "Have events sent again after a pause, or after it was disabled."),
    _reasoned("pause", "Have nothing sent for a time."),
    _reasoned("end", "End it for good."),
):
    subscription.add_command(_command)
