"""Read your own write: the state that a command answered with, until the projector has it too.

`fresh` holds ``{_id: "<kind>:<id>", version, state, expires}``. A read by id looks into the kind's collection and into
`fresh` in one round trip and answers the newer.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import InsertOne, UpdateOne, WriteConcern
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from gateway.views.generations import ReadModel
from shared.newest import is_taken
from shared.store.together import Together

Document = dict[str, Any]
Kept = tuple[str, str, int, Document]  # kind, id, version, state
LASTS = timedelta(hours=6)
QUICK = WriteConcern(w=1)


class Fresh:
    """The expiring collection of what was written lately."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model
        self._fresh: Collection[Document] = model.database.get_collection("fresh", write_concern=QUICK)
        self._together: Together[Kept] = Together(lambda turns: self.keep_all(turn.asked for turn in turns))

    def keep(self, *kept: *Kept) -> None:
        """Keep a state (kind, id, version, state), unless a newer one is kept; with those that others keep at the same time."""
        self._together.one(kept)

    def keep_all(self, states: Iterable[Kept]) -> None:
        """Keep many states."""
        newest: dict[tuple[str, str], Kept] = {}
        for kept in states:
            if kept[:2] not in newest or newest[kept[:2]][2] < kept[2]:
                newest[kept[:2]] = kept
        try:
            if newest:
                self._fresh.bulk_write([_write(*kept) for kept in newest.values()], ordered=False)
        except BulkWriteError as error:
            if not is_taken(error):  # by newer ones
                raise

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


def _write(kind: str, id_: str, version: int, state: Document) -> InsertOne[Document] | UpdateOne:
    """The first version is inserted, later ones take the place of earlier ones."""
    kept = {"version": version, "state": state, "expires": datetime.now(UTC) + LASTS}
    if version == 1:
        return InsertOne({"_id": f"{kind}:{id_}", **kept})
    return UpdateOne({"_id": f"{kind}:{id_}", "version": {"$lt": version}}, {"$set": kept}, upsert=True)
