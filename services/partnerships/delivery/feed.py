"""What a subscription is told, page by page: the same events, ids, order and redaction for every way of receiving."""

from dataclasses import dataclass
from typing import Any

from services.partnerships.delivery import scope
from services.partnerships.delivery.areas import Tree
from services.partnerships.delivery.entries import key_of, read
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.scope import Logged, Today
from services.partnerships.delivery.subscriber import Subscriber

Document = dict[str, Any]
WINDOW = 20_000  # sequences that one page looks through at most
AREAS = 1000  # that a query names at most; where there are more, it names none


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one subscription is told it: a CloudEvent as structured JSON, redacted."""

    sequence: int
    id: str
    document: Document


@dataclass(frozen=True, slots=True)
class Page:
    """What was told, and up to which sequence that is all there was; an empty page moves the cursor too."""

    told: list[Told]
    upto: int


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a snapshot: what was told, and the key to go on from; None if that was all."""

    told: list[Told]
    following: str | None


class Feed:
    """Reads the log for a subscription. Whether that may receive now is looked at anew for every page."""

    def __init__(self, log: Log, public_url: str = "") -> None:
        self._log = log
        self._public_url = public_url.rstrip("/")

    def page(self, subscriber: Subscriber, *, after: int, limit: int) -> Page:
        """What it may see after this sequence: up to `limit` events, out of the next WINDOW."""
        end = self._log.end()
        upto = min(end, after + WINDOW)
        if not subscriber.in_force or upto <= after:
            return Page([], after)
        return self._page(subscriber, {}, after, upto, limit)

    def again(
        self, subscriber: Subscriber, *, ids: list[str] | None = None, since: str | None = None, until: str | None = None,
        after: int = 0, limit: int,
    ) -> Page:  # fmt: skip
        """What it may see today of facts by their ids, or of those that happened within a time, after this sequence."""
        times = {name: value for name, value in (("$gte", since), ("$lt", until)) if value}
        query: Document = ({"id": {"$in": ids}} if ids is not None else {}) | ({"time": times} if times else {})
        return self._page(subscriber, query, after, self._log.end(), limit) if subscriber.in_force else Page([], after)

    def snapshot(self, subscriber: Subscriber, *, after: str, limit: int) -> Part:
        """The newest fact of each aggregate that it may see, in the order of their keys; the cursor is to be taken first."""
        told, last, read_ = [], None, 0
        tree = self._log.tree()
        for key, fact, today, body in self._log.newest(self._kinds(subscriber), after=after, limit=limit):
            last, read_ = key, read_ + 1
            if subscriber.in_force and scope.sees(subscriber, fact, today, tree) == "told":
                told.append(Told(fact.sequence, fact.id, self._document(subscriber, fact, read(body), tree)))
        return Part(told, last if read_ == limit else None)

    def _page(self, subscriber: Subscriber, query: Document, after: int, upto: int, limit: int) -> Page:
        tree = self._log.tree()
        asked = {**self._kinds(subscriber), **self._areas(subscriber, tree), **query}
        facts = list(self._log.facts(asked, after=after, upto=upto, limit=limit))
        today = self._log.today(fact for fact, _ in facts)
        seen = [self._told(subscriber, fact, body, today.get(key_of(fact.kind, fact.subject)), tree) for fact, body in facts]
        return Page([one for one in seen if one], facts[-1][0].sequence if len(facts) == limit else upto)

    def _told(self, subscriber: Subscriber, fact: Logged, body: bytes, today: Today | None, tree: Tree) -> Told | None:
        sight = scope.sees(subscriber, fact, today, tree)
        if sight is None:
            return None
        event = read(body)
        made = self._document(subscriber, fact, event, tree) if sight == "told" else scope.tombstone(fact, event)
        return Told(fact.sequence, fact.id, made)

    def _document(self, subscriber: Subscriber, fact: Logged, event: Document, tree: Tree) -> Document:
        """As it is told; outside the platform a `dataschema` has to be absolute (CloudEvents 1.0.2, section 3.1.2)."""
        told = scope.document(subscriber, fact, event, tree)
        return told | {"dataschema": self._public_url + told["dataschema"]} if "dataschema" in told else told

    def _kinds(self, subscriber: Subscriber) -> Document:
        return {"kind": {"$in": scope.kinds_named(subscriber.event_types, self._log.kinds())}}

    def _areas(self, subscriber: Subscriber, tree: Tree) -> Document:
        """A condition that no fact of its sight fails; the filters are left to the rules."""
        looked = subscriber.opened_areas
        if not looked and subscriber.party["kind"] == "area":
            looked = frozenset([str(subscriber.party["id"])])
        within = tree.within(looked, AREAS) if looked else None
        return {"areas": {"$in": [*within, subscriber.id]}} if within else {}
