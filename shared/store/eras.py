"""Eras of the database: from one election of a primary to the next.

Whoever becomes the primary of a replica set holds all that was ever acknowledged. But it shows to reads of what a majority
holds only what it knows to be held by one, and until the first write of its own era that may be older than what another
primary has shown or acknowledged. What is decided upon such a read can be refused wrongly: the center is "still suspended", or
"reopened already" by the very command that is sent again, and whose receipt does not show yet.
"""

from typing import Any

from bson import ObjectId
from pymongo import MongoClient
from pymongo.collection import Collection

Document = dict[str, Any]
Era = ObjectId | None  # None where there is no replica set
KEY = {"_id": "era"}


class Eras:
    """The eras as one process sees them. `notes` is a collection whose writes wait for the majority."""

    def __init__(self, client: MongoClient[Document], notes: Collection[Document]) -> None:
        self._client = client
        self._notes = notes
        self._settled: Era = None

    def now(self) -> Era:
        """The era of the newest primary that has been heard of."""
        return self._client.topology_description.max_election_id

    def settled(self) -> Era:
        """The era, when all that was ever acknowledged shows in it: the first to ask writes, and waits for the majority."""
        era = self.now()
        if era != self._settled:
            self._notes.update_one(KEY, {"$set": {"settled": era}}, upsert=True)
            self._settled = era
        return era
