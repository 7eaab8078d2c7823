"""Loading by id: those who ask at the same time are answered by one query.

The query begins after each of them has asked, so that nobody is told less than a query of its own would have told.
"""

from collections.abc import Sequence
from typing import Any

from pymongo.collection import Collection

from shared.store.together import Together, Turn

Document = dict[str, Any]


class Loads:
    """The documents of one collection, by id."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._together: Together[str] = Together(self._load)

    def one(self, id: str) -> Document | None:  # noqa: A002
        """The document with this id, or None. Others may hold the same one: it is not to be changed."""
        found: Document | None = self._together.one(id)
        return found

    def _load(self, turns: Sequence[Turn[str]]) -> None:
        ids = {turn.asked for turn in turns}
        if len(ids) == 1:
            found = {id_: self._collection.find_one({"_id": id_}) for id_ in ids}
        else:
            found = {document["_id"]: document for document in self._collection.find({"_id": {"$in": list(ids)}})}
        for turn in turns:
            turn.answer = found.get(turn.asked)
