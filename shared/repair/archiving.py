"""Archiving: the owner of a journal moves what its old entries tell into files.

Everything that is sent and was recorded before a moment is written into files, and what they tell leaves the journal: not of
entries that hold the newest fact of something. A run that is cut short is simply begun again.
"""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.logs import log
from shared.repair.requests import take
from shared.store import Store
from shared.store.archive import FILE, Archive, ArchiveDamaged

Document = dict[str, Any]
LOOK = 2.0  # seconds between two looks for a request
LEASE = timedelta(minutes=10)  # that a request belongs to the process that took it, renewed with every file
AGE = timedelta(days=400)  # of what is archived, unless told otherwise: a year can be looked at with the one before
PAUSE = 1.0  # seconds after a failure


class Archiving:
    """Carries out the requests for one service's journal, one after the other."""

    def __init__(self, store: Store, database: Database[Document]) -> None:
        self._store = store
        self._archive = Archive(store.database, store.files)
        self._requests = database["archives"]
        self._me = uuid.uuid4().hex
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop; a database that is away only makes it wait."""
        while not self._stop.wait(LOOK):
            try:
                request = self._take()
                if request is not None:
                    self._carry_out(request)
            except PyMongoError as error:
                log(__name__, "archiving interrupted", 30, service=self._store.service, why=repr(error)[:300])
                self._stop.wait(PAUSE)

    def stop(self) -> None:
        """Leave it after the file under way; it is taken up again."""
        self._stop.set()

    def archive(self, before: datetime, *, dry_run: bool = False) -> Iterator[Document]:
        """Archive what was recorded before this moment; yields what has been done, file by file."""
        done = {"filed": 0, "found": 0}
        last = self._archive.last()["last"]
        for entries in _files(self._ready(last, before)):
            last = entries[-1]["sequence"]
            done["filed"] += len(entries)
            if not dry_run:
                self._archive.keep(entries)
            yield dict(done)
        query = {"sequence": {"$lte": last}, "archived": {"$exists": False}, "facts.0": {"$exists": True}}
        for entries in _files(iter(self._store.journal.find(query).sort("sequence", 1))):
            outdated = self._outdated(entries)
            done["found"] += len(outdated)
            if not dry_run:
                self._archive.strip(outdated)
            yield dict(done)

    def _ready(self, last: int, before: datetime) -> Iterator[Document]:
        """Entries that follow the last archived one without a gap: sent, and old enough."""
        head = self._store.database["relay"].find_one({"_id": "head"}) or {"sent": 0}
        for entry in self._store.journal.find({"sequence": {"$gt": last}}).sort("sequence", 1).batch_size(FILE):
            late = any(fact["position"] > head["sent"] for fact in entry["facts"])
            if late or entry["recorded_at"] >= before:
                return
            yield entry

    def _outdated(self, entries: list[Document]) -> list[Document]:
        """Those of which every fact has a later one of the same thing."""
        newest: dict[str, int] = {}
        facts = [(fact["type"].split(".")[2], fact["subject"]) for entry in entries for fact in entry["facts"] if fact["subject"]]
        for kind in {kind for kind, _ in facts}:
            ids = [subject for other, subject in facts if other == kind]
            for document in self._store.database[kind].find({"_id": {"$in": ids}}, {"version": 1}):
                newest[document["_id"]] = document["version"]
        return [
            entry
            for entry in entries
            if all(not fact["subject"] or fact["version"] < newest.get(fact["subject"], 0) for fact in entry["facts"])
        ]

    def _take(self) -> Document | None:
        return take(self._requests, holder=self._me, lease=LEASE, source=self._store.service)

    def _carry_out(self, request: Document) -> None:
        try:
            for done in self.archive(request["before"], dry_run=request["dry_run"]):
                self._note(request, **done)
                if self._stop.is_set():
                    return
            self._note(request, status="done", ended_at=datetime.now(UTC))
        except ArchiveDamaged as damage:
            self._note(request, status="failed", failed_because=str(damage))
        log(__name__, "archiving ends", service=self._store.service, before=request["before"].isoformat())

    def _note(self, request: Document, **told: Any) -> None:
        leased = {"leased_until": datetime.now(UTC) + LEASE}
        self._requests.update_one({"_id": request["_id"], "holder": self._me}, {"$set": told | leased})


def _files(entries: Iterator[Document]) -> Iterator[list[Document]]:
    """As many at a time as a file holds."""
    while batch := list(islice(entries, FILE)):
        yield batch
