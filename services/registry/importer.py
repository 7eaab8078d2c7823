"""The importer: a process of its own that works through the files that were taken in, one after the other.

Every step and every row is a command with a key made of the import's id, so that a file which was interrupted is simply
begun again: what was done is found by its receipt.
"""

import io
import signal
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from gridfs.errors import GridFSError
from pymongo.errors import PyMongoError

from services.registry.imports import (
    FileRefused,
    Judgment,
    frame_of,
    judge_areas,
    judge_centers,
    read,
    reason,
    remedy,
    steps,
    summary,
    to_csv,
    to_xlsx,
    warnings,
)
from services.registry.imports.known import Known
from services.registry.imports.rows import Rows
from services.registry.service import Registry
from shared import metrics
from shared.config import Owner
from shared.entrypoints.service import open_store
from shared.errors import Unavailable
from shared.logs import log, to_stderr
from shared.store import Cause, Store, Work
from shared.store.cause import command_key

PAUSE = 0.3  # seconds between two looks for new files
UNFINISHED = ["received", "applying"]
Document = dict[str, Any]


def run() -> None:
    """Import until told to stop."""
    settings = Owner.read()
    to_stderr("importer", settings.log_level)
    metrics.serve(settings.metrics_port, "0.1")
    importer = Importer(open_store(Registry, settings), settings)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    while not stop.is_set():
        try:
            importer.work_through()
        except (PyMongoError, Unavailable) as error:
            log(__name__, "importer interrupted", 30, why=repr(error)[:300])
        stop.wait(PAUSE)


class Importer:
    """Works through the unfinished imports of a registry."""

    def __init__(self, store: Store, settings: Owner) -> None:
        self._store = store
        self._settings = settings

    def work_through(self) -> None:
        """Take every unfinished import in turn."""
        collection = self._store.database["import"]
        for document in collection.find({"status": {"$in": UNFINISHED}}).sort("_id"):
            try:
                self._one(document)
            except (PyMongoError, Unavailable):
                raise  # the database is away: later
            except Exception as error:  # noqa: BLE001  one file must not hold up those behind it
                log(__name__, "import failed", 40, id=document["_id"], why=repr(error)[:500])
                self._turn_away(document, FileRefused("import_failed"))

    def _one(self, document: Document) -> None:
        log(__name__, "import begins", id=document["_id"], of=document["of"])
        try:
            judgment, known = self._judge(document)
        except FileRefused as refused:
            self._turn_away(document, refused)
            return
        self._apply(document, judgment, known)
        log(__name__, "import ends", id=document["_id"])

    def _turn_away(self, document: Document, refused: FileRefused) -> None:
        code, language = refused.code, document["language"]
        because = {
            "code": code,
            "reason": reason(code, language, **refused.params),
            "remedy": remedy(code, language, **refused.params),
        }
        self._step(document, "refused", lambda w: steps.refused(w, import_id=document["_id"], because=because))

    def _judge(self, document: Document) -> tuple[Judgment, Known]:
        known = Known.load(self._store)
        table = read(io.BytesIO(self._file(document)), filename=document["filename"])
        frame = frame_of(self._settings.country)
        if document["of"] == "areas":
            return judge_areas(table, known=known.areas, frame=frame, today=self._today()), known
        centers = known.centers
        return judge_centers(table, known=centers, known_areas=known.area_ids, frame=frame, today=self._today()), known

    def _file(self, document: Document) -> bytes:
        try:
            return self._store.read_file(document["file_id"])
        except GridFSError as error:  # it will not come back by waiting, unlike a database that is away
            raise FileRefused("file_lost") from error

    def _apply(self, document: Document, judgment: Judgment, known: Known) -> None:
        id_, language = document["_id"], document["language"]
        counts, told = summary(judgment), warnings(judgment, language)
        if document["status"] == "received":
            self._step(document, "judged", lambda w: steps.judged(w, import_id=id_, counts=counts, warnings=told))
        rows = Rows(self._store, document, judgment, known, self._cause)
        for number, settled in enumerate(rows.settle()):
            self._step(document, f"rows {number}", partial(steps.progressed, import_id=id_, rows=settled))
        mending = {"csv": to_csv(rows.judgment, language), "xlsx": to_xlsx(rows.judgment, language)} if rows.rejected else {}
        self._step(document, "finished", lambda w: steps.finished(w, import_id=id_, counts=rows.counts, mending=mending))

    def _step(self, document: Document, name: str, do: Callable[[Work], Any]) -> None:
        self._store.carry_out(self._cause(document, name), do)

    def _cause(self, document: Document, name: str, new_id: str | None = None) -> Cause:
        now = datetime.now(UTC)
        return Cause(
            key=command_key("importer", document["_id"], name),
            name=f"import {name.split(maxsplit=1)[0]}",
            now=now.replace(microsecond=now.microsecond // 1000 * 1000),
            today=self._today().isoformat(),
            actor=document["asked_by"],
            correlation=document["_id"],
            new_id=new_id,
        )

    def _today(self) -> date:
        return datetime.now(ZoneInfo(self._settings.time_zone)).date()
