"""The partner's system during the season: it subscribes, receives, and in the end all ways must have told the same."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from deploy.cli.verify.finding import Finding
from deploy.demo.api import Document, Refused
from deploy.demo.partner import receivers
from deploy.demo.partner.subscriptions import FIELDS, LAST, TYPES, WAYS, agree, ask, contact, subscribe
from deploy.demo.season.stage import Stage
from deploy.local import ports, settings

PORT = "partner"
PAGE = "1000"
OWN = "toono.partnerships.delivery."  # pings and the like, which tell of nothing that happened
SECONDS = 180.0


@dataclass(frozen=True)
class System:
    """The subscriptions by their way. In a second run they rest, and tell what they have received."""

    stage: Stage
    subscriptions: Mapping[str, Document]
    rests: bool

    def told(self) -> dict[str, dict[str, Document]]:
        """Return what came by each way: facts by their ids."""
        found = {way: receivers.kept(way) for way in self.subscriptions}
        return {way: {id_: one for id_, one in facts.items() if not one["type"].startswith(OWN)} for way, facts in found.items()}

    def settle(self) -> None:
        """Wait until all that there is to pull has come by every way; then have nothing more sent."""
        if self.rests:
            return
        self.stage.api.until("the same events at the partner by all ways", self._has_all, seconds=SECONDS)
        for way, one in self.subscriptions.items():
            ask(self.stage, one["id"], "pause", reason=f"The demonstration is over ({way}).")

    def finding(self) -> Finding:
        """Return whether all ways have told the same, and nothing that was not agreed on."""
        told = self.told()
        whole = set().union(*told.values())
        missing = [f"{way}: {len(whole - set(facts))} events did not come" for way, facts in told.items() if whole - set(facts)]
        events = [(way, one) for way, facts in told.items() for one in facts.values()]
        return Finding.of(
            "partner", len(events), [*missing, *(f"{way}: {one['id']} tells more" for way, one in events if _beyond(one))]
        )

    def counts(self) -> dict[str, Counter[str]]:
        """Return how many events of each type came by each way."""
        return {way: Counter(one["type"] for one in facts.values()) for way, facts in self.told().items()}

    def _has_all(self) -> bool:
        there, told = self._pulled(), self.told()
        return LAST in there.values() and all(set(facts) == set(there) for facts in told.values())

    def _pulled(self) -> dict[str, str]:
        """Types of all events of the feed by their ids, pulled once more from the beginning."""
        found: dict[str, str] = {}
        path, after = f"/v1/subscriptions/{self.subscriptions['feed']['id']}/events", "0"
        while True:
            page = self.stage.api.get(path, contact(self.stage), after=after, limit=PAGE)
            found |= {one["id"]: one["type"] for one in page["items"]}
            if str(page["next"]) == after:
                return found
            after = str(page["next"])


@contextmanager
def receiving(stage: Stage, addresses: Mapping[str, Any]) -> Iterator[System]:
    """Let the partner's system receive for as long as the context lasts."""
    agree(stage)
    port = settings.load().port(PORT)
    ends = {"webhook": f"http://127.0.0.1:{port}/events"}
    ways = [way for way in WAYS if way != "amqp" or addresses["management"]]  # queues of partners need RabbitMQ's management
    opened = {way: subscribe(stage, way, ends.get(way)) for way in ways}
    status = stage.api.get(f"/v1/subscriptions/{opened['webhook']['id']}", contact(stage))["status"]
    system = System(stage, opened, rests=status == "paused")
    with ExitStack() as running:
        if not system.rests:
            _start(system, addresses, port, running)
        yield system


def _start(system: System, addresses: Mapping[str, Any], port: int, running: ExitStack) -> None:
    stage, opened = system.stage, system.subscriptions
    feed = {"TOONO_URL": addresses["gateway"], "TOONO_TOKEN": stage.api.token(contact(stage))}
    running.enter_context(receivers.example("feed", feed | {"TOONO_SUBSCRIPTION": opened["feed"]["id"]}))
    secret = {"TOONO_SECRET": opened["webhook"]["told"]["secret"], "PORT": str(port)}
    running.enter_context(receivers.example("webhook", secret))
    if "amqp" in opened:
        name = f"subscription.{opened['amqp']['id']}"
        running.enter_context(receivers.queue(addresses["amqp"], name, opened["amqp"]["told"]["secret"]))
    _prove(stage, opened["webhook"]["id"], port)


def _prove(stage: Stage, webhook: str, port: int) -> None:
    """Have the endpoint challenged again once it listens, and wait until it has echoed."""
    stage.api.until("the partner's endpoint", lambda: not ports.is_free(port))
    with contextlib.suppress(Refused):  # it has echoed the first challenge already
        ask(stage, webhook, "challenge-endpoint")
    path = f"/v1/subscriptions/{webhook}"
    stage.api.until("the endpoint's echo", lambda: stage.api.get(path, contact(stage))["status"] != "pending")


def _beyond(event: Document) -> bool:
    """Tell whether an event says what the agreement does not open."""
    named = any(event["type"].startswith(f"{one}.") for one in TYPES)
    return not named or not set(event["data"]["state"]) <= set(FIELDS)
