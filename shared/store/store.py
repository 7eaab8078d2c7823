"""A service's database, and the only way into it: a unit of work that commits wholly or not at all."""

import contextlib
import hashlib
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gridfs import GridFSBucket
from gridfs.errors import FileExists
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern

from shared.errors import Conflict, KeyReused, Overloaded, Refusal, Unavailable, VersionMismatch
from shared.events import Aggregate
from shared.store import journal
from shared.store.archive import Archive
from shared.store.cause import Cause
from shared.store.commits import DURABLE, GROUP, Commits, Done, Overtaken
from shared.store.eras import Era, Eras
from shared.store.loads import Loads
from shared.store.reply import Reply, answer_again, reply_of
from shared.store.sealing import Sealer
from shared.store.work import Work

Document = dict[str, Any]
Do = Callable[[Work], Aggregate | None]
Outcome = Reply | Refusal

ATTEMPTS = 12  # of a command that meets others at the same aggregate
MAJORITY = ReadConcern("majority")


class AlreadyTaken(Conflict):
    """Another aggregate holds a value that must be unique."""

    text = "The {name} {value} is already taken."
    remedy = "Choose another value, or use the one that holds it."


class TooBusy(Overloaded):
    """So many change the same thing at once that this one never came through, or what came of it is not known for sure yet."""

    text = "Too many changes of the same thing at once."
    remedy = "Send the same request with the same Idempotency-Key again after a moment."


class Store:
    """The collections of one service: an aggregate's kind each, the journal, and what it knows of others."""

    def __init__(
        self,
        client: MongoClient[Document],
        service: str,
        aggregates: Sequence[type[Aggregate]],
        *,
        sealer: Sealer,
        server_key: bytes,
        knows: Mapping[str, Sequence[str]] | None = None,
        country: str | None = None,
    ) -> None:
        self.service = service
        self.client = client
        self.database = client.get_database(f"toono_{service}", write_concern=DURABLE, read_concern=MAJORITY)
        self.journal = self.database["journal"]
        self.files = GridFSBucket(self.database, bucket_name="files")
        self.archive = Archive(self.database, self.files)
        self.server_key = server_key
        self.knows = {kind.split(".")[1]: fields for kind, fields in (knows or {}).items()}
        self.country = country
        self._sealer = sealer
        self._aggregates = aggregates
        self._collections = {cls.KIND: self.database[cls.KIND] for cls in aggregates}
        self.kinds = frozenset(self._collections)
        self._loads: dict[str, Loads] = {}
        self._commits = Commits(client, self.journal, self.database.__getitem__)
        self._eras = Eras(client, self.database["eras"])

    def prepare(self) -> None:
        """Make collections and indexes; harmless if they are there."""
        journal.prepare(self.journal)
        for cls in self._aggregates:
            for name in cls.UNIQUE:
                self.collection(cls).create_index(name, unique=True, partialFilterExpression={name: {"$type": "string"}})
            for name in cls.INDEXED or ("area_id",):
                self.collection(cls).create_index(name)

    def collection(self, cls: type[Aggregate]) -> Collection[Document]:
        """Where the aggregates of a kind are kept."""
        return self._collections[cls.KIND]

    def known(self, kind: str) -> Collection[Document]:
        """Where the copies of another service's aggregates are kept."""
        return self.database[f"known_{kind}"]

    def load(self, name: str, id: str) -> Document | None:  # noqa: A002
        """The document with this id in a collection, or None. Others may hold the same one: it is not to be changed."""
        loads = self._loads.get(name) or self._loads.setdefault(name, Loads(self.database[name]))
        return loads.one(id)

    def unseal(self, aggregate: Aggregate) -> Document:
        """The sealed values of an aggregate."""
        return self._sealer.unseal(f"{aggregate.KIND}:{aggregate.id}", aggregate.box)

    def keep_file(self, content: bytes) -> str:
        """Keep a file (GridFS), once however often it is given; returns its id, the SHA-256 of its content."""
        name = hashlib.sha256(content).hexdigest()
        with contextlib.suppress(FileExists):
            self.files.upload_from_stream_with_id(name, name, content)
        return name

    def read_file(self, id: str) -> bytes:  # noqa: A002
        """The content of a kept file."""
        return self.files.open_download_stream(id).read()

    def carry_out(self, cause: Cause, do: Do, *, reads: bool = False) -> Reply | None:
        """Do it once and for all, however often and by however many it is asked.

        Raises:
            Refusal: it was refused, or the database does not answer; nothing has been changed.
        """
        for attempt in range(ATTEMPTS):
            cause.hurry()
            work = Work(self, cause)
            try:
                era = self._eras.settled()
                done = self._done(work, do)
                self._stays(era)
                self._commits.one(done)
                self._forget([done])
            except Overtaken:
                _step_aside(attempt)
            except (Refusal, DuplicateKeyError, BulkWriteError) as refused:
                kept = self._receipt(cause)
                if kept is not None:
                    return self._answer_again(kept, cause, do, reads=reads)
                if (refusal := _refusal(refused, cause)) is not None and era == self._eras.now():
                    raise refusal from refused
                _step_aside(attempt)  # its receipt may be there and not show yet, or what was read was not the newest
            except PyMongoError as error:
                raise Unavailable(what="The database") from error
            else:
                return done.reply
        raise TooBusy

    def carry_out_all(self, orders: Sequence[tuple[Cause, Do]]) -> list[Outcome]:
        """Many commands in their order, in groups of a transaction each; one that is refused does not hold the others."""
        outcomes: list[Outcome] = []
        for start in range(0, len(orders), GROUP):
            group = orders[start : start + GROUP]
            try:
                outcomes += self._group(group)
            except (Overtaken, PyMongoError):
                outcomes += [self._single(cause, do) for cause, do in group]
        return outcomes

    def _single(self, cause: Cause, do: Do) -> Outcome:
        try:
            reply = self.carry_out(cause, do)
        except Refusal as refused:
            return refused
        assert reply is not None  # a command always answers  # noqa: S101
        return reply

    def _group(self, orders: Sequence[tuple[Cause, Do]]) -> list[Outcome]:
        era = self._eras.settled()
        receipts = {e["_id"]: e for e in self.archive.each(self.journal.find({"_id": {"$in": [c.key for c, _ in orders]}}))}
        staged: dict[tuple[str, str], Document] = {}
        outcomes: list[Outcome] = []
        done: dict[str, Done] = {}
        refused_ones: list[str] = []
        for cause, do in orders:
            if cause.key in done:
                raise Overtaken  # twice in one group: one by one, the second finds the first's receipt
            try:
                if cause.key in receipts:
                    Work(self, cause, staged).admit_again()
                    outcomes.append(answer_again(receipts[cause.key], cause, self.server_key))
                    continue
                cause.hurry()
                one = done[cause.key] = self._done(Work(self, cause, staged), do)
            except Refusal as refused:
                refused_ones += [] if cause.key in receipts else [cause.key]
                outcomes.append(refused)
                continue
            staged.update({(kind, id_): document for kind, id_, _, document in one.writes})
            outcomes.append(one.reply)  # type: ignore[arg-type]
        if refused_ones and self.journal.find_one({"_id": {"$in": refused_ones}}, {"_id": 1}):
            raise Overtaken  # it was under way when its receipt was looked for, and is refused by what it has done itself
        self._stays(era)
        if done:
            self._commits.together(list(done.values()))
        self._forget(done.values())
        return outcomes

    def _stays(self, era: Era) -> None:
        """Make sure that what was read in this era was the newest.

        Raises:
            Overtaken: another one has begun.
        """
        if self._eras.now() != era:
            raise Overtaken

    def _done(self, work: Work, do: Do) -> Done:
        """Let it decide, and write down what will be saved."""
        result = do(work)
        expected = work.cause.match
        if result is not None and expected is not None and result.loaded_version != expected:
            raise VersionMismatch("If-Match", expected=expected, found=result.loaded_version)
        reply = None if result is None else reply_of(result, work.told, work.noted)
        changed = [aggregate for aggregate in work.each_loaded() if aggregate.facts]
        entry = journal.entry(self.service, work.cause, changed, reply, work.no_effect)
        if work.erased:
            entry["erased"] = work.erased
        writes = [(a.KIND, a.id, a.loaded_version, self._document(a)) for a in changed]
        return Done(entry, reply, writes, work.learned, work.erased)

    def _answer_again(self, kept: Document, cause: Cause, do: Do, *, reads: bool) -> Reply | None:
        for record in kept.get("erased", ()):
            self._sealer.destroy(record)
        if reads:
            if kept["fingerprint"] != cause.fingerprint:
                raise KeyReused("Idempotency-Key")
            return self._done(Work(self, cause), do).reply
        Work(self, cause).admit_again()
        return answer_again(kept, cause, self.server_key) if "reply" in kept else None

    def _forget(self, done: Iterable[Done]) -> None:
        for record in [record for one in done for record in one.erased]:
            self._sealer.destroy(record)

    def _document(self, aggregate: Aggregate) -> Document:
        document = aggregate.document()
        sealed = {name: document.pop(name) for name in aggregate.SEALED}
        fresh = {name: value for name, value in sealed.items() if value is not None}
        record = f"{aggregate.KIND}:{aggregate.id}"
        if fresh:
            aggregate.box = self._sealer.seal(record, {**self._sealer.unseal(record, aggregate.box), **fresh})
        if aggregate.box:
            document["box"] = aggregate.box
        document["recorded_at"] = aggregate.recorded_at
        return document

    def _receipt(self, cause: Cause) -> Document | None:
        try:
            found = self.journal.find_one({"_id": cause.key})
            return found and self.archive.whole(found)
        except PyMongoError as error:
            raise Unavailable(what="The database") from error


def _step_aside(attempt: int) -> None:
    """Wait a moment, longer each time."""
    time.sleep(random.uniform(0, 0.004 * 2 ** min(attempt, 6)))  # noqa: S311


def _refusal(error: Exception, cause: Cause) -> Refusal | None:
    """What a failed write means to the caller; None if it is only that somebody was faster."""
    if isinstance(error, Refusal):
        return error
    details: Any = getattr(error, "details", None) or {}
    if isinstance(error, BulkWriteError):
        details = (details.get("writeErrors") or [{}])[0]
    taken = details.get("keyValue") or {}
    if cause.new_id is not None and taken.get("_id") == cause.new_id:
        return AlreadyTaken("new_id", name="id", value=cause.new_id)
    held = {name: value for name, value in taken.items() if name != "_id"}
    return AlreadyTaken(next(iter(held)), name=next(iter(held)), value=next(iter(held.values()))) if held else None
