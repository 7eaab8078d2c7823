"""The read model in generations: one that is read, and at times a second one beside it.

While the second is built, or the first retired, the projector writes every batch to both in one transaction, so that they say
the same whichever is read. What is read is named by one document, ``{_id: "read-model", living, building, retiring}``; a
generation is what the names of its collections begin with. `fresh` belongs to no generation.
"""

import time
from collections.abc import Iterator
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database

from gateway.catalog import kinds

Document = dict[str, Any]
KEY = {"_id": "read-model"}
PREFIXES = ("", "second.")
LASTS = 1.0  # seconds that a look at which generation lives is good for


class Generation:
    """The collections of one generation."""

    def __init__(self, database: Database[Document], prefix: str = "") -> None:
        self.database = database
        self.prefix = prefix

    def __getitem__(self, name: str) -> Collection[Document]:
        """A collection by the name that it has in every generation."""
        return self.database[self.named(name)]

    def named(self, name: str) -> str:
        """What a collection is called in this one."""
        return self.prefix + name

    def drop(self) -> None:
        """Remove all of it."""
        for name in ("cells", "marks", *kinds(), *(f"{kind}_rows" for kind in kinds())):
            self[name].drop()


class ReadModel(Generation):
    """The generation that lives, for readers; they notice within a second that another does."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__(database)
        self._looked = -LASTS

    def named(self, name: str) -> str:
        """What a collection is called in the living generation."""
        if time.monotonic() - self._looked >= LASTS:
            self.prefix = pointer(self.database)["living"]
            self._looked = time.monotonic()
        return self.prefix + name

    def ping(self) -> None:
        """Ask whether the database answers."""
        self.database.command("ping")


def pointer(database: Database[Document], session: ClientSession | None = None) -> Document:
    """Which generation is read, which is built and which retired."""
    return database["generations"].find_one(KEY, session=session) or {"living": "", "building": None, "retiring": None}


def written(database: Database[Document], session: ClientSession) -> Iterator[Generation]:
    """Every generation that the projector keeps up to date now."""
    told = pointer(database, session)
    for name in ("living", "building", "retiring"):
        if told[name] is not None:
            yield Generation(database, told[name])


def built(database: Database[Document], session: ClientSession) -> Iterator[Generation]:
    """The generation that is being built, if one is."""
    told = pointer(database, session)
    if told["building"] is not None:
        yield Generation(database, told["building"])


def point(database: Database[Document], session: ClientSession | None = None, **changes: Any) -> None:
    """Change the pointer."""
    told = {**pointer(database, session), **changes}
    database["generations"].replace_one(KEY, {**told, **KEY}, upsert=True, session=session)
