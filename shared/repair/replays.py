"""Replays: the owner of a journal tells one consumer facts again, and nobody else.

They go to the consumer's inbox itself, past the exchange. A reaction knows by its receipts what it has had, a copy by the
version; so a replay may be repeated, overlap others or be cut short. It goes on from where it was after a crash: the place is
kept with every window. Only facts that the consumer would be sent are told again, those that its bindings take.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import broker
from shared.logs import log
from shared.publisher import NoQueue, Publisher, PublishFailed
from shared.relay.head import EPOCH
from shared.relay.relay import message
from shared.repair.consumers import find
from shared.repair.requests import Choice, take
from shared.store import Store
from shared.store.archive import ArchiveDamaged

Document = dict[str, Any]
Told = tuple[Document, Document]  # entry and fact

WINDOW = 500  # positions looked at in one go
LOOK = 0.5  # seconds between two looks for a request
LEASE = timedelta(seconds=60)  # that a request belongs to the process that took it, renewed with every window
PAUSE = 1.0  # seconds after a failure


class TakenOver(Exception):
    """Another process goes on with this request."""


class Replays:
    """Carries out the requests for one service's facts, one after the other."""

    def __init__(self, store: Store, amqp_uri: str, database: Database[Document]) -> None:
        self._store = store
        self._requests = database["replays"]
        self._database = database
        self._publisher = Publisher(amqp_uri, store.service, to_queues=True)
        self._me = uuid.uuid4().hex
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop; a lost broker or database only makes it wait."""
        while not self._stop.is_set():
            try:
                request = self._take()
                if request is None:
                    self._stop.wait(LOOK)
                else:
                    self._carry_out(request)
            except ArchiveDamaged as damage:
                self._note(request or {}, status="failed", failed_because=str(damage))
            except (PublishFailed, PyMongoError, TakenOver) as error:
                log(__name__, "replay interrupted", 30, source=self._store.service, why=repr(error)[:300])
                self._stop.wait(PAUSE)
        self._publisher.close()

    def stop(self) -> None:
        """Finish the window under way; another process, or this one when it is back, goes on."""
        self._stop.set()

    def _take(self) -> Document | None:
        return take(self._requests, holder=self._me, lease=LEASE, source=self._store.service)

    def _carry_out(self, request: Document) -> None:
        consumer = find(self._database, request["to"])
        if consumer is None:
            self._note(request, status="failed", failed_because=f"no consumer {request['to']} has registered")
            return
        choice = Choice.load(request)
        upto = self._head() if choice.upto is None else min(choice.upto, self._head())
        self._note(request, of=upto)
        at, found = request["at"], request["found"]
        while at < upto and not self._stop.is_set():
            started = time.monotonic()
            following = min(at + WINDOW, upto)
            facts = [one for one in self._window(choice, at, following) if consumer.takes(one[1]["type"])]
            if not request["dry_run"] and not self._publish(request, facts):
                return
            at, found = following, found + len(facts)
            self._note(request, at=at, found=found)
            if not request["dry_run"]:
                self._stop.wait(max(0.0, len(facts) / request["rate"] - (time.monotonic() - started)))
        if at < upto:  # told to stop: whoever is next need not wait out the lease
            self._requests.update_one({"_id": request["_id"], "holder": self._me}, {"$set": {"leased_until": EPOCH}})
        else:
            self._note(request, status="done", ended_at=datetime.now(UTC))
            log(__name__, "replay done", source=self._store.service, to=request["to"], found=found, dry_run=request["dry_run"])

    def _head(self) -> int:
        """How far the journal is sent; what comes later reaches the consumer by itself."""
        head = self._store.database["relay"].find_one({"_id": "head"})
        return head["sent"] if head else 0

    def _publish(self, request: Document, facts: list[Told]) -> bool:
        queue = broker.inbox(request["to"])
        try:
            if facts:
                self._publisher.publish((queue, message(self._store.service, entry, fact)[1]) for entry, fact in facts)
        except NoQueue as error:
            self._note(request, status="failed", failed_because=str(error))
            return False
        self._store.database["unrouted"].delete_many({"_id": {"$in": [fact["id"] for _, fact in facts]}})
        return True

    def _window(self, choice: Choice, after: int, upto: int) -> Iterator[Told]:
        """The chosen facts of these positions, in their order."""
        wanted: Document = {"position": {"$gt": after, "$lte": upto}}
        wanted |= {"type": {"$in": list(choice.types)}} if choice.types else {}
        wanted |= {"subject": choice.subject} if choice.subject else {}
        recorded = {sign: at for sign, at in (("$gte", choice.since), ("$lt", choice.until)) if at is not None}
        query = {"facts.position": wanted["position"], "facts": {"$elemMatch": wanted}}
        entries = self._store.journal.find(query | ({"recorded_at": recorded} if recorded else {})).sort("sequence", 1)
        found = [
            (entry, fact)
            for entry in self._store.archive.each(entries)
            for fact in entry["facts"]
            if _fits(choice, fact, after, upto)
        ]
        yield from self._newest(found) if choice.newest else found

    def _newest(self, found: list[Told]) -> Iterator[Told]:
        versions = {}
        for kind in {fact["type"].split(".")[2] for _, fact in found}:
            ids = [fact["subject"] for _, fact in found if fact["type"].split(".")[2] == kind]
            for document in self._store.database[kind].find({"_id": {"$in": ids}}, {"version": 1}):
                versions[document["_id"]] = document["version"]
        yield from (one for one in found if versions.get(one[1]["subject"]) == one[1]["version"])

    def _note(self, request: Document, **told: Any) -> None:
        held = {"_id": request["_id"], "holder": self._me}
        if not self._requests.update_one(held, {"$set": {**told, "leased_until": datetime.now(UTC) + LEASE}}).matched_count:
            raise TakenOver


def _fits(choice: Choice, fact: Document, after: int, upto: int) -> bool:
    return (
        after < fact["position"] <= upto
        and (choice.types is None or fact["type"] in choice.types)
        and (choice.subject is None or fact["subject"] == choice.subject)
    )
