"""The one log of what there is to tell: every fact that arrived, once, with a dense sequence from one fenced writer.

    delivery_log     {_id: sequence, id, type, kind, subject, version, time, place, before, to, areas, at, body}
    delivery_newest  {_id: "<kind>:<subject>", …the newest of these, and `shut`}
    delivery_narrowed  what took things out of sight (narrowing.py), until that is in the log too
    delivery_marks   {_id: service, upto, beyond}: which of its positions have arrived
    delivery         {_id: "head", sequence, epoch, holder, until, writer}: the lease of who writes

Facts come at least once and in any order; one that is there already is passed over. The log is kept for KEPT; the newest
fact of every aggregate stays, for snapshots.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pymongo import InsertOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import ConnectionFailure
from pymongo.read_concern import ReadConcern

from services.partnerships.delivery import BINDINGS, entries
from services.partnerships.delivery.areas import Tree
from services.partnerships.delivery.narrowing import narrowing
from services.partnerships.delivery.scope import Logged, Today
from shared.envelope import Event
from shared.events import moment
from shared.marks import Mark
from shared.newest import put
from shared.relay.head import Head, LeaseLost
from shared.store.commits import DURABLE

Document = dict[str, Any]
T = TypeVar("T")
KEPT = timedelta(days=30)
AREA = "registry.area"
ELSEWHERE = 0.5  # seconds between two looks at a log that another process writes


class WrittenElsewhere(ConnectionFailure):
    """Another process holds the log now."""


class Log:
    """Written by one process at a time, read by any."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._log = database["delivery_log"]
        self._newest = database["delivery_newest"]
        self._marks = database["delivery_marks"]
        self._narrowed = database["delivery_narrowed"]
        self._writing = threading.Lock()
        self._head = database["delivery"]
        self.head = Head(self._head)
        self._grown = threading.Condition()
        self._tree: Tree | None = None
        self.hurried = False  # nobody may wait any more

    def prepare(self) -> None:
        """Make the indexes."""
        self._log.create_index("id", unique=True)
        self._log.create_index([("kind", 1), ("_id", 1)])
        self._log.create_index([("areas", 1), ("_id", 1)])
        self._log.create_index([("time", 1), ("_id", 1)])
        self._log.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))
        self._newest.create_index([("kind", 1), ("_id", 1)])

    def append(self, events: list[Event]) -> list[Event]:
        """Take in a batch: all of it or nothing; only while this process holds the lease. Return what was there already.

        Raises:
            WrittenElsewhere: it does not.
        """
        tree = self.tree() if any(event.kind == "area" for event in events) else Tree()
        fresh = self._write(lambda session: self._append(events, tree, session))
        if any(event.kind == "area" for event in events):
            self._tree = None
        return [event for event in events if fresh.get(event.id) is not event]

    def narrowed(self) -> Document | None:
        """The first narrowing of which not all that left is in the log."""
        return self._narrowed.find_one(sort=[("time", 1)])

    def withdraw(self, cause: Document, left: list[tuple[Event, list[str]]], *, after: str | None) -> None:
        """Take in what has left by a narrowing, each for these subscriptions; it goes on `after` a key, or is done.

        Raises:
            WrittenElsewhere: this process does not hold the lease.
        """

        def write(session: ClientSession) -> None:
            self._withdraw(left, session)
            if after is None:
                self._narrowed.delete_one({"_id": cause["_id"]}, session=session)
            else:
                self._narrowed.update_one({"_id": cause["_id"]}, {"$set": {"after": after}}, session=session)

        self._write(write)

    def end(self) -> int:
        """The newest sequence; 0 if nothing was told yet."""
        head = self._head.find_one({"_id": "head"}, {"sequence": 1})
        return int(head["sequence"]) if head else 0

    def end_at(self, at: str | None) -> int:
        """The newest sequence that there was at an instant; today's without one."""
        end = self.end()
        later = self._log.find_one({"at": {"$gte": moment(at)}}, {"_id": 1}, sort=[("at", 1)]) if at else None
        return int(later["_id"]) - 1 if later else end

    def start(self) -> int:
        """The oldest sequence that is still kept; the next one if none is."""
        oldest = self._log.find_one({}, {"_id": 1}, sort=[("_id", 1)])
        return int(oldest["_id"]) if oldest else self.end() + 1

    def wait(self, after: int, seconds: float) -> int:
        """Wait until there is something after this sequence, or the time is over; the newest sequence."""
        with self._grown:
            end = self.end()
            if end <= after and seconds > 0 and not self.hurried:
                told = self._grown.wait(seconds if self._is_ours else min(seconds, ELSEWHERE))
                end = self.end() if told or not self._is_ours else end
        return end

    def hurry(self) -> None:
        """Let nobody wait any more: the process ends."""
        with self._grown:
            self.hurried = True
            self._grown.notify_all()

    def facts(self, query: Document, *, after: int, upto: int, limit: int) -> Iterator[tuple[Logged, bytes]]:
        """Facts after one sequence and up to another, in their order, each with its event as JSON."""
        within = {"_id": {"$gt": after, "$lte": upto}, **query}
        for document in self._log.find(within).sort("_id", 1).limit(limit):
            yield entries.logged(document), document["body"]

    def newest(self, query: Document, *, after: str, limit: int) -> Iterator[tuple[str, Logged, Today, bytes]]:
        """The newest facts of aggregates in the order of their keys, each with its key."""
        for document in self._newest.find({"_id": {"$gt": after}, **query}).sort("_id", 1).limit(limit):
            yield document["_id"], entries.logged(document), entries.known_today(document), document["body"]

    def today(self, facts: Iterable[Logged]) -> dict[str, Today]:
        """What is known today of the aggregates of these facts, by their keys."""
        keys = list({entries.key_of(one.kind, one.subject) for one in facts if one.subject})
        found = self._newest.find({"_id": {"$in": keys}}, {"version": 1, "place": 1, "shut": 1})
        return {one["_id"]: entries.known_today(one) for one in found}

    def taken_in(self, sequences: Iterable[int]) -> dict[int, datetime]:
        """When facts arrived, by their sequences."""
        return {one["_id"]: one["at"] for one in self._log.find({"_id": {"$in": list(sequences)}}, {"at": 1})}

    def kinds(self) -> list[str]:
        """Of which kinds there is something, as in ``programs.session``."""
        return [str(kind) for kind in self._newest.distinct("kind")]

    def tree(self) -> Tree:
        """Today's tree of areas."""
        tree = self._tree
        if tree is None or not self._is_ours:
            areas = list(self._newest.find({"kind": AREA}, {"parent": 1, "country": 1, "subject": 1}))
            parents = {area["subject"]: area["parent"] for area in areas}
            tree = self._tree = Tree(parents, frozenset(area["subject"] for area in areas if area["country"]))
        return tree

    def marks(self) -> Iterator[tuple[str, Mark]]:
        """Of each service, the positions that have arrived."""
        for service, _ in BINDINGS:
            yield service, Mark.load(self._marks.find_one({"_id": service}))

    @property
    def _is_ours(self) -> bool:
        """Whether this process has taken the lease: what another one writes is not seen coming."""
        return self.head.epoch > 0

    def _write(self, write: Callable[[ClientSession], T]) -> T:
        """Write in one transaction, wake whoever waits, and return what was written."""
        try:
            with self._writing:
                written = self.head.writer.with_transaction(write, read_concern=ReadConcern("snapshot"), write_concern=DURABLE)
        except LeaseLost as lost:
            raise WrittenElsewhere("another process writes the log") from lost
        with self._grown:
            self._grown.notify_all()
        return written

    def _withdraw(self, left: list[tuple[Event, list[str]]], session: ClientSession) -> None:
        if left:
            before = self._sequence(session)
            made = [
                {**entries.entry_of(event, before + number), "to": to, "areas": to}
                for number, (event, to) in enumerate(left, start=1)
            ]
            self._insert(made, before, session)

    def _append(self, events: list[Event], tree: Tree, session: ClientSession) -> dict[str, Event]:
        """The first of those that are not there yet, by their ids."""
        fresh: dict[str, Event] = {}
        for event in events:
            fresh.setdefault(event.id, event)
        for known in self._log.find({"id": {"$in": list(fresh)}}, {"id": 1}, session=session):
            del fresh[known["id"]]
        if not fresh:
            return {}
        keys = [entries.key_of(event.kind, event.subject) for event in fresh.values() if event.subject]
        held = {one["_id"]: one for one in self._newest.find({"_id": {"$in": keys}}, session=session)}
        newest, before = dict(held), self._sequence(session)
        written, changed = entries.written(list(fresh.values()), newest, before)
        if changed:
            self._newest.bulk_write([put(newest[key], held) for key in changed], ordered=False, session=session)
        narrowed = [one for key in changed & held.keys() if (one := narrowing(held[key], newest[key], tree))]
        if narrowed:
            self._narrowed.insert_many(narrowed, session=session)
        self._mark(list(fresh.values()), session)
        self._insert(written, before, session)
        return fresh

    def _sequence(self, session: ClientSession) -> int:
        return int((self._head.find_one({"_id": "head"}, session=session) or {"sequence": 0})["sequence"])

    def _insert(self, made: list[Document], before: int, session: ClientSession) -> None:
        self._log.bulk_write([InsertOne(one) for one in made], ordered=False, session=session)
        end = before + len(made)
        self.head.advance(before=before, position=end, sequence=end, chain="", session=session)

    def _mark(self, events: list[Event], session: ClientSession) -> None:
        for service, positions in entries.positions(events).items():
            mark = Mark.load(self._marks.find_one({"_id": service}, session=session))
            mark.see(positions)
            self._marks.update_one({"_id": service}, {"$set": mark.document()}, upsert=True, session=session)
