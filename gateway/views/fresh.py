"""Read your own write: the state that a command answered with, until the projector has it too.

`fresh` holds ``{_id: "<kind>:<id>", version, state, expires}``. A read by id looks into the kind's collection and into
`fresh` in one round trip and answers the newer.
"""

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import UpdateOne, WriteConcern
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from gateway.views.generations import ReadModel

Document = dict[str, Any]
LASTS = timedelta(hours=6)
QUICK = WriteConcern(w=1)


class Fresh:
    """The expiring collection of what was written lately."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model
        self._fresh: Collection[Document] = model.database.get_collection("fresh", write_concern=QUICK)

    def keep(self, kind: str, id: str, version: int, state: Document) -> None:  # noqa: A002
        """Keep a state, unless a newer one is kept."""
        with contextlib.suppress(DuplicateKeyError):  # a newer one is there
            if version == 1:
                self._fresh.insert_one({"_id": f"{kind}:{id}", **_kept(version, state)})
            else:
                self._fresh.update_one(*_newer(kind, id, version, state), upsert=True)

    def keep_all(self, replies: list[tuple[str, str, int, Document]]) -> None:
        """Keep many states."""
        newest: dict[tuple[str, str], tuple[str, str, int, Document]] = {}
        for reply in replies:
            if reply[:2] not in newest or newest[reply[:2]][2] < reply[2]:
                newest[reply[:2]] = reply
        with contextlib.suppress(BulkWriteError):  # newer ones are there
            if newest:
                self._fresh.bulk_write([UpdateOne(*_newer(*one), upsert=True) for one in newest.values()], ordered=False)

    def find(self, kind: str, id: str) -> Document | None:  # noqa: A002
        """The newest state of an aggregate, or None."""
        both = self._model[kind].aggregate(
            [
                {"$match": {"_id": id}},
                {"$unionWith": {"coll": "fresh", "pipeline": [{"$match": {"_id": f"{kind}:{id}"}}]}},
            ]
        )
        newest: Document | None = None
        for document in both:
            state = document.get("state") or document
            if newest is None or state["version"] > newest["version"]:
                newest = state
        return newest and shown(newest)


def shown(document: Document) -> Document:
    """A stored document as a state: the id under its own name, nothing of the read model's own."""
    named = {"id": document["_id"]} if "_id" in document else {}
    return {**named, **{name: value for name, value in document.items() if not name.startswith("_")}}


def _newer(kind: str, id_: str, version: int, state: Document) -> tuple[Document, Document]:
    return {"_id": f"{kind}:{id_}", "version": {"$lt": version}}, {"$set": _kept(version, state)}


def _kept(version: int, state: Document) -> Document:
    return {"version": version, "state": state, "expires": datetime.now(UTC) + LASTS}
