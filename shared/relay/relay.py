"""The leased relay of one service: look for what is pending, number, publish, mark.

It looks every few hundredths of a second. A change stream could wake it instead, but makes the database read its whole oplog
for each relay: with four of them open, 16 threads that wrote committed 1,000 transactions a second, without them 2,600 (two
cores, one run each).
"""

import contextlib
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import amqp
import pymongo
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from shared import metrics
from shared.envelope import CONTENT_TYPE, Event, encode, schema_path
from shared.logs import log
from shared.publisher import Publisher, PublishFailed
from shared.relay.head import Head, LeaseLost
from shared.relay.numbering import BATCH, number
from shared.store import Store
from shared.store.commits import DURABLE

Document = dict[str, Any]
GATHER = 0.06  # seconds between two looks
PACES = ((500, 0.24), (100, 0.12))  # of so many entries a second, so many between two: under load batches grow, not multiply
QUIET, SELDOM = 5, 0.2  # after so many seconds without anything to send, so many between two looks
RENEW = 3  # seconds between two lengthenings of the lease
PAUSE = 1.0  # seconds after a failure


class Relay:
    """Sends a service's facts in their order, at least once, from one process at a time."""

    def __init__(self, store: Store, amqp_uri: str) -> None:
        self._store = store
        self._heads = store.database["relay"]
        self._unrouted = store.database["unrouted"]
        self._publisher = Publisher(amqp_uri, store.service)
        self._stop = threading.Event()

    def run(self) -> None:
        """Relay until told to stop. Losing the lease, the broker or the database only makes it wait."""
        while not self._stop.is_set():
            head = Head(self._heads)
            try:
                if head.acquire():
                    self._hold(head)
                else:
                    self._stop.wait(PAUSE)
            except (LeaseLost, PublishFailed, PyMongoError) as error:
                log(__name__, "relay interrupted", 30, service=self._store.service, why=repr(error)[:300])
                self._publisher.close()
                self._release(head)
                self._stop.wait(PAUSE)

    def stop(self) -> None:
        """Finish the batch under way and give the lease back."""
        self._stop.set()

    def _hold(self, head: Head) -> None:
        log(__name__, "relay holds the lease", service=self._store.service, epoch=head.epoch)
        known = head.renew()
        self._catch_up(head, known)
        renewed = busy = looked = time.monotonic()
        while not self._stop.is_set():
            started = time.monotonic()
            if started - renewed > RENEW:
                head.renew()
                renewed = started
            sent = self._send_pending(head, known)
            busy = started if sent else busy
            if sent < BATCH:
                pause = _pause(sent / max(started - looked, GATHER)) if started - busy < QUIET else SELDOM
                self._stop.wait(max(0.0, pause - (time.monotonic() - started)))
            looked = started
        self._release(head)
        self._publisher.close()

    def _release(self, head: Head) -> None:
        with contextlib.suppress(PyMongoError), pymongo.timeout(1):  # if it fails the lease runs out by itself
            head.release()

    def _catch_up(self, head: Head, known: Document) -> None:
        """Publish what was numbered and never confirmed."""
        while known["sent"] < known["position"]:
            query = {"facts.position": {"$gt": known["sent"], "$lte": known["sent"] + BATCH}}
            entries = list(self._store.journal.find(query).sort("sequence", 1))
            self._send(head, known, entries, min(known["sent"] + BATCH, known["position"]))

    def _send_pending(self, head: Head, known: Document) -> int:
        """Number and send what is pending, a batch at most; returns how many entries that were."""
        if self._store.journal.find_one({"pending": True}, {"_id": 1}, hint="pending") is None:
            metrics.RELAY_SUCCESS.labels(self._store.service).set_to_current_time()
            return 0
        entries = self._number(head, known)
        if entries:
            self._send(head, known, entries, known["position"])
        return len(entries)

    def _number(self, head: Head, known: Document) -> list[Document]:
        attempt = dict(known)
        with pymongo.timeout(10):
            entries = head.writer.with_transaction(
                lambda s: number(self._store.journal, head, _again(attempt, known), s),
                read_concern=ReadConcern("snapshot"),
                write_concern=DURABLE,
            )
        known.update(attempt)
        return entries

    def _send(self, head: Head, known: Document, entries: list[Document], upto: int) -> None:
        facts = [(entry, fact) for entry in entries for fact in entry["facts"] if fact["position"] > known["sent"]]
        self._publisher.publish(message(self._store.service, entry, fact) for entry, fact in facts)
        self._note_unrouted(facts)
        head.sent(upto)
        known["sent"] = upto
        now = datetime.now(UTC)
        delay = metrics.PUBLISH_DELAY.labels(self._store.service)
        for entry in entries:
            delay.observe(max((now - entry["recorded_at"]).total_seconds(), 0))
        for type_, count in Counter(fact["type"] for _, fact in facts).items():
            metrics.PUBLISHED.labels(type_, "confirmed").inc(count)

    def _note_unrouted(self, facts: list[tuple[Document, Document]]) -> None:
        returned = set(self._publisher.returned)
        self._publisher.returned.clear()
        for _, fact in facts if returned else ():
            if fact["id"] in returned:
                told = {"type": fact["type"], "position": fact["position"], "at": datetime.now(UTC)}
                self._unrouted.update_one({"_id": fact["id"]}, {"$set": told}, upsert=True)
                metrics.PUBLISHED.labels(fact["type"], "unroutable").inc()
                log(__name__, "no queue takes this fact", 30, type=fact["type"], id=fact["id"])


def message(service: str, entry: Document, fact: Document) -> tuple[str, amqp.Message]:
    """A fact as it is published: its routing key, and its CloudEvent under its id."""
    own = fact.get("correlation")  # an opaque fact hides what caused it
    event = Event(
        id=fact["id"], source=f"/{service}", type=fact["type"], subject=fact["subject"], time=fact["time"],
        version=fact["version"], position=fact["position"], area=fact["area"],
        correlationid=own or entry["correlation"], causationid=None if own else entry["causation"] or entry["_id"],
        traceparent=None if own else entry.get("trace"),
        dataschema=schema_path(fact["type"], fact.get("schema", 1)), state=fact["state"], change=fact["change"],
    )  # fmt: skip
    told = amqp.Message(encode(event), content_type=CONTENT_TYPE, delivery_mode=2, message_id=fact["id"])
    return event.routing_key, told


def _pause(rate: float) -> float:
    """Seconds between two looks of a relay that finds so many entries a second."""
    return next((seconds for least, seconds in PACES if rate >= least), GATHER)


def _again(attempt: Document, known: Document) -> Document:
    attempt.clear()
    attempt.update(known)
    return attempt
