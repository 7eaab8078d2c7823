"""The archive of a journal: what old entries tell lies in files, and their places in the journal stay.

A file (GridFS, named by its SHA-256) holds whole entries of consecutive sequences, a line of JSON each, compressed. It is noted
in `archives` as ``{_id: its SHA-256, first, last: sequences, before, hash: the chain at both ends, entries, at}``, so that it can
be verified by itself. An archived entry keeps its key, fingerprint, positions and hash in the journal; `archived` names its file.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from bson import json_util
from bson.json_util import JSONOptions
from gridfs import GridFSBucket
from gridfs.errors import GridFSError
from pymongo import UpdateOne
from pymongo.database import Database

Document = dict[str, Any]
FILE = 1000  # entries
JSON = JSONOptions(json_mode=json_util.JSONMode.RELAXED, tz_aware=True)
TOLD = {"facts.$[].state": "", "facts.$[].change": "", "reply.state": ""}  # what leaves the journal


class ArchiveDamaged(Exception):
    """A file of the archive is missing, or is not what was written."""


class Archive:
    """The files of one service's journal."""

    def __init__(self, database: Database[Document], files: GridFSBucket) -> None:
        self._journal = database["journal"]
        self._archives = database["archives"]
        self._files = files
        self._opened: tuple[str, dict[str, Document]] = ("", {})

    def last(self) -> Document:
        """The note of the newest file; all zero if there is none."""
        return self._archives.find_one(sort=[("last", -1)]) or {"last": 0, "hash": ""}

    def keep(self, entries: Sequence[Document]) -> None:
        """Write numbered entries that follow the last file's into a file, and note it; the journal holds them still."""
        content = gzip.compress("\n".join(json_util.dumps(one, json_options=JSON) for one in entries).encode(), mtime=0)
        name, before = hashlib.sha256(content).hexdigest(), self.last()["hash"]
        if not self._files.find({"_id": name}).to_list():
            self._files.upload_from_stream_with_id(name, f"journal from {entries[0]['sequence']}", content)
        first, last = entries[0], entries[-1]
        note = {"first": first["sequence"], "last": last["sequence"], "before": before, "hash": last["hash"]}
        self._archives.insert_one({"_id": name, **note, "entries": len(entries), "at": datetime.now(UTC)})

    def strip(self, entries: Sequence[Document]) -> None:
        """Take out of the journal what these entries tell, once it was read again from their files.

        Raises:
            ArchiveDamaged: a file does not hold what the journal does.
        """
        names = [(one["first"], one["last"], one["_id"]) for one in self._archives.find()]
        strips = []
        for entry in entries:
            name = next(name for first, last, name in names if first <= entry["sequence"] <= last)
            if self.whole({"_id": entry["_id"], "archived": name}) != entry:
                raise ArchiveDamaged(f"the archive's file {name} does not hold what the journal says")
            strips.append(UpdateOne({"_id": entry["_id"]}, {"$set": {"archived": name}, "$unset": TOLD}))
        if strips:
            self._journal.bulk_write(strips, ordered=False)

    def whole(self, entry: Document) -> Document:
        """An entry with all that it tells, wherever that lies.

        Raises:
            ArchiveDamaged: its file is missing, or is not what was written.
        """
        name = entry.get("archived")
        if name is None:
            return entry
        opened = self._opened
        if opened[0] != name:
            opened = self._opened = (name, {one["_id"]: one for one in self._read(name)})
        return opened[1][entry["_id"]]

    def each(self, entries: Iterable[Document]) -> Iterator[Document]:
        """Entries with all that they tell, in their order."""
        return map(self.whole, entries)

    def _read(self, name: str) -> Iterator[Document]:
        try:
            content = self._files.open_download_stream(name).read()
        except GridFSError as error:
            raise ArchiveDamaged(f"the archive's file {name} is missing") from error
        if hashlib.sha256(content).hexdigest() != name:
            raise ArchiveDamaged(f"the archive's file {name} is not what was written")
        yield from (json_util.loads(line, json_options=JSON) for line in gzip.decompress(content).split(b"\n"))
