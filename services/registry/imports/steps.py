"""The steps of an import as use cases: taken in, judged, row after row, finished."""

import base64
from typing import Any

from services.registry.model import Import
from shared.errors import Conflict
from shared.store import Work

MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class NothingToMend(Conflict):
    """No row was rejected, or the file is not judged yet."""

    text = "There is no file to mend: the import is {status} and {rejected} rows were rejected."
    remedy = "Wait until the import is finished; if no row was rejected there is nothing to mend."


def start_import(work: Work, *, of: str, filename: str, language: str, dry_run: bool, file: bytes) -> Import:
    """Take a file in; the importer works through it."""
    return work.add(
        Import.receive(
            id=work.new_id(), of=of, filename=filename, language=language, dry_run=dry_run,
            file_id=work.keep_file(file), asked_by=work.actor, at=work.now,
        )
    )  # fmt: skip


def judged(work: Work, *, import_id: str, counts: dict[str, int], warnings: list[dict[str, Any]]) -> Import:
    """Note the verdicts."""
    imported = work.get(Import, import_id)
    imported.judge(counts=counts, warnings=warnings, at=work.now)
    return imported


def progressed(work: Work, *, import_id: str, rows: list[dict[str, Any]]) -> Import:
    """Tell of some more rows."""
    imported = work.get(Import, import_id)
    imported.go_on(rows=rows, at=work.now)
    return imported


def finished(work: Work, *, import_id: str, counts: dict[str, int], mending: dict[str, bytes]) -> Import:
    """Note the end, and keep the files to mend."""
    imported = work.get(Import, import_id)
    kept = {form: work.keep_file(content) for form, content in mending.items()}
    imported.finish(counts=counts, mending_id=f"{kept['csv']} {kept['xlsx']}" if kept else None, at=work.now)
    return imported


def refused(work: Work, *, import_id: str, because: dict[str, Any]) -> Import:
    """Turn the whole file away."""
    imported = work.get(Import, import_id)
    imported.refuse(because=because, at=work.now)
    return imported


def take_rejected(work: Work, *, import_id: str, format: str) -> Import:  # noqa: A002
    """Hand out the rejected rows as a file to mend; who took it is noted."""
    imported = work.get(Import, import_id)
    if imported.mending_id is None:
        raise NothingToMend(status=imported.status, rejected=imported.counts.get("rejected", 0))
    file_id = imported.mending_id.split()[format == "xlsx"]
    content = base64.b64encode(work.read_file(file_id)).decode()
    work.tell(content=content, media=MEDIA[format], filename=f"{imported.of}-to-mend.{format}")
    return imported
