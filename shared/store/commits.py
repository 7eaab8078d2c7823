"""Committing: what was decided becomes states and journal entries, in one majority transaction.

Commands that are decided while another transaction is under way are committed together in the next one (group commit). Each is
saved wholly or not at all all the same; two that touch the same thing never share a transaction, and when a shared one fails
each is tried by itself, so that nobody pays for another's conflict.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pymongo
from pymongo import MongoClient, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, ConnectionFailure, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.failpoints import boundary
from shared.store.reply import Reply
from shared.store.together import Together, Turn

Document = dict[str, Any]
Key = tuple[str, str]

DEADLINE = 5  # seconds for one attempt to reach the database
LETTING_GO = 1  # seconds for having the database end an attempt that failed
GROUP = 50  # commands that one transaction takes
DURABLE = WriteConcern("majority", j=True)
SNAPSHOT = ReadConcern("snapshot")


class Overtaken(Exception):
    """Somebody else changed an aggregate between our reading and our writing."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one command or reaction leaves: its entry, its answer, the states that it writes and the keys it destroys."""

    entry: Document
    reply: Reply | None
    writes: list[tuple[str, str, int, Document]]  # kind, id, version that it was loaded with, document
    learned: dict[Key, tuple[Document | None, Document]]  # of a copy, what was held and what is now
    erased: list[str]

    @property
    def touched(self) -> set[Key]:
        """All that it writes; what shares none of it can be committed beside it."""
        return (
            {(kind, id_) for kind, id_, _, _ in self.writes}
            | {("known " + k, i) for k, i in self.learned}
            | {("journal", self.entry["_id"])}
        )


class Commits:
    """The transactions of one service's database."""

    def __init__(
        self, client: MongoClient[Document], journal: Collection[Document], collection: Callable[[str], Collection[Document]]
    ) -> None:
        self._client = client
        self._journal = journal
        self._collection = collection
        self._together: Together[Done] = Together(self._settle, _compatible)

    def one(self, done: Done) -> None:
        """Commit what one command leaves, together with those that are decided at the same time.

        Raises:
            Overtaken: an aggregate was changed meanwhile.
            DuplicateKeyError, BulkWriteError: the cause is known already, or a unique value is taken.
        """
        self._together.one(done)

    @boundary("commit")
    def together(self, done: Sequence[Done]) -> None:
        """Commit all of these in one transaction: those of later ones were decided upon the states of earlier ones."""
        states = _newest_states(done)
        learned = {key: known for one in done for key, known in one.learned.items()}

        def body(session: ClientSession) -> None:
            for kind, rows in states.items():
                _write(self._collection(kind), rows, session)
            for (kind, _), known in learned.items():
                _write_copy(self._collection(f"known_{kind}"), known, session)
            if len(done) == 1:
                self._journal.insert_one(done[0].entry, session=session)
            else:
                self._journal.insert_many([one.entry for one in done], session=session)

        try:
            with self._client.start_session() as session:
                self._attempt(session, body)
        except (DuplicateKeyError, BulkWriteError):
            raise
        except OperationFailure as error:
            if error.has_error_label("TransientTransactionError"):
                raise Overtaken from error
            raise

    def _attempt(self, session: ClientSession, body: Callable[[ClientSession], None]) -> None:
        try:
            with pymongo.timeout(DEADLINE):
                session.with_transaction(body, read_concern=SNAPSHOT, write_concern=DURABLE)
        except PyMongoError as error:
            if _concerns_all(error):
                self._let_go(session)
            raise

    def _let_go(self, session: ClientSession) -> None:
        """Have the database end what it may still hold open, and its locks: a driver that has begun to commit never aborts.

        If it is out of reach, its `transactionLifetimeLimitSeconds` does it.
        """
        with contextlib.suppress(PyMongoError), pymongo.timeout(LETTING_GO):
            self._client.admin.command("killSessions", [session.session_id])

    def _settle(self, group: Sequence[Turn[Done]]) -> None:
        try:
            self.together([turn.asked for turn in group])
        except BaseException as error:  # noqa: BLE001  whatever it was, everybody whom it concerns must hear of it
            if len(group) == 1 or _concerns_all(error):
                for turn in group:
                    turn.error = error
            else:
                for turn in group:
                    self._settle([turn])


def _compatible(waiting: Sequence[Turn[Done]]) -> list[Turn[Done]]:
    """Those who can share a transaction: no two of them touch the same thing."""
    group: list[Turn[Done]] = []
    touched: set[Key] = set()
    for turn in waiting:
        if len(group) < GROUP and not touched & turn.asked.touched:
            group.append(turn)
            touched |= turn.asked.touched
    return group


def _concerns_all(error: BaseException) -> bool:
    """Whether the database is away, or the process ends, so that to try each by itself would only take longer."""
    return is_away(error) or not isinstance(error, Exception)


def is_away(error: BaseException | None) -> bool:
    """Whether the database does not answer; nothing is wrong then with what was to be written."""
    return isinstance(error, PyMongoError) and (error.timeout or isinstance(error, ConnectionFailure))


def _newest_states(done: Sequence[Done]) -> dict[str, list[tuple[int, Document]]]:
    """By kind, each aggregate's last document with the version that the database must hold (0: none)."""
    newest: dict[tuple[str, str], tuple[int, Document]] = {}
    for kind, id_, loaded, document in (write for one in done for write in one.writes):
        newest[kind, id_] = (newest[kind, id_][0] if (kind, id_) in newest else loaded, document)
    rows: dict[str, list[tuple[int, Document]]] = {}
    for (kind, _), row in newest.items():
        rows.setdefault(kind, []).append(row)
    return rows


def _write_copy(copies: Collection[Document], learned: tuple[Document | None, Document], session: ClientSession) -> None:
    held, newest = learned
    if held is None:
        copies.insert_one(newest, session=session)
    else:
        same = {"_id": held["_id"], "version": held["version"], "turn": held.get("turn")}
        if not copies.replace_one(same, newest, session=session).matched_count:
            raise Overtaken


def _write(collection: Collection[Document], rows: list[tuple[int, Document]], session: ClientSession) -> None:
    new = [document for held, document in rows if held == 0]
    if len(new) == 1:
        collection.insert_one(new[0], session=session)
    elif new:
        collection.insert_many(new, session=session)
    changed = [({"_id": document["_id"], "version": held}, document) for held, document in rows if held]
    if len(changed) == 1:
        matched = collection.replace_one(*changed[0], session=session).matched_count
    elif changed:
        matched = collection.bulk_write([ReplaceOne(*one) for one in changed], session=session, ordered=False).matched_count
    if changed and matched != len(changed):
        raise Overtaken
