"""Consumers that notice by themselves what they have missed, and ask its owner to tell it again.

Who listens to everything keeps a mark of the positions seen, so that a hole shows, and at the very end too: the mark is held
against what the service's outbox says is sent (`Holes`). Who copies only some kinds cannot
see from positions what was lost; so now and then it has the newest fact of each thing told again that has changed since it last
asked (`Reminders`): what it has had costs it one comparison of versions.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.logs import log
from shared.marks import Mark
from shared.repair.requests import Choice, ask, is_asked

Document = dict[str, Any]
Marks = Callable[[], Iterable[tuple[str, Mark]]]  # by service, what was seen

LOOK = 5.0  # seconds between two looks for holes
PATIENCE = 60.0  # seconds that a hole may be open, for what is missing may still be under way
LONGEST = 3600.0  # seconds between two requests for the same hole, which doubles each time: it may be a parked message
EVERY = 600.0  # seconds between two reminders
KEPT = timedelta(days=7)  # that such a request can be looked at
PLACE = uuid.UUID("e8f4b1d7-7b2b-4b0e-9a43-2f6f0a0c9d15")  # the namespace of the ids


class Watch:
    """Looks now and then, until it is told to stop; a database that is away only makes it wait."""

    def __init__(self, database: Database[Document], to: str, *, every: float) -> None:
        self._database = database
        self._to = to
        self._every = every
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stop.wait(self._every):
            try:
                self.look()
            except PyMongoError as error:
                log(__name__, "look for holes interrupted", 30, consumer=self._to, why=repr(error)[:300])

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def look(self) -> None:
        """Look once."""
        raise NotImplementedError


class Holes(Watch):
    """Asks for positions that stay missing."""

    def __init__(self, database: Database[Document], to: str, marks: Marks) -> None:
        super().__init__(database, to, every=LOOK)
        self._marks = marks
        self._open: dict[tuple[str, int], tuple[float, float]] = {}  # when to ask next, and how long to wait after that

    def look(self) -> None:
        """Ask for every hole that has been open for long enough."""
        now, known, self._open = time.monotonic(), self._open, {}
        told = {one["_id"]: one["sent"] for one in self._database["outboxes"].find({}, {"sent": 1})}
        for source, mark in self._marks():
            for after, upto in mark.gaps(told.get(source, 0)):
                due, patience = known.get((source, after), (now + PATIENCE, PATIENCE))
                if due <= now and not is_asked(self._database, to=self._to, source=source):
                    choice = Choice(source=source, after=after, upto=upto)
                    ask(self._database, choice, to=self._to, why="these positions never arrived", by=self._to, kept=KEPT)
                    log(__name__, "positions are missing", 30, consumer=self._to, source=source, after=after, upto=upto)
                    patience = min(2 * patience, LONGEST)
                    due = now + patience
                self._open[source, after] = (due, patience)


class Reminders(Watch):
    """Has the newest facts told again that came since the last time."""

    def __init__(self, database: Database[Document], to: str, sources: Sequence[str]) -> None:
        super().__init__(database, to, every=EVERY)
        self._sources = sources

    def look(self) -> None:
        """Ask each service, unless the last request waits still."""
        for source in self._sources:
            after = self._after(source)
            if after is not None:
                id_ = str(uuid.uuid5(PLACE, f"{self._to}\n{source}\n{after}\n{datetime.now(UTC).timestamp() // EVERY}"))
                why = "what has changed since the last time"
                ask(
                    self._database,
                    Choice(source=source, after=after, newest=True),
                    to=self._to,
                    why=why,
                    by=self._to,
                    id=id_,
                    kept=KEPT,
                )
                self._database["consumers"].update_one({"_id": self._to}, {"$set": {f"asked.{source}": id_}})

    def _after(self, source: str) -> int | None:
        """From which position on; None if the last request has not come to its end."""
        consumer = self._database["consumers"].find_one({"_id": self._to}) or {}
        last = self._database["replays"].find_one({"_id": consumer.get("asked", {}).get(source)})
        if last is None:
            return 0
        if last["status"] == "done":
            return int(last["of"])
        return int(last["after"]) if last["status"] == "failed" else None
