"""What a command leaves in the database, as something to make more of: the same fields, with ids of their own."""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import uuid_utils
from pymongo.collection import Collection
from pymongo.database import Database

Document = dict[str, Any]
GIVEN_LATER = ("sequence", "hash")  # by the relay


@dataclass
class Template:
    """A center's document and journal entry, as the service itself has written them."""

    state: Document
    entry: Document
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])

    def __post_init__(self) -> None:
        """Take back what the relay has added."""
        self.entry = {name: value for name, value in self.entry.items() if name not in GIVEN_LATER} | {"pending": True}
        self.fact = {name: value for name, value in self.entry["facts"][0].items() if name != "position"}
        self._numbers = itertools.count()

    @classmethod
    def of(cls, registry: Database[Document], center: str) -> "Template":
        """What was written when this center was proposed."""
        state, entry = registry["center"].find_one({"_id": center}), registry["journal"].find_one({"facts.subject": center})
        assert state is not None
        assert entry is not None
        return cls(state, entry)

    def another(self, area: str | None = None) -> tuple[Document, Document]:
        """Both for another center, which may lie in another area."""
        number, id_ = next(self._numbers), str(uuid_utils.uuid7())
        own = {"code": f"{self.run}-{number}", "area_id": area or self.fact["area"]}
        public = {**self.fact["state"], **own, "id": id_}
        fact = {**self.fact, "id": str(uuid_utils.uuid7()), "subject": id_, "area": own["area_id"], "state": public}
        entry = {**self.entry, "_id": f"{self.run}{number:032d}", "recorded_at": datetime.now(UTC), "facts": [fact]}
        entry["reply"] = {**self.entry["reply"], "id": id_}
        return {**self.state, **own, "_id": id_, "recorded_at": entry["recorded_at"]}, entry


def copy_indexes(source: Collection[Document], target: Collection[Document]) -> None:
    """Give a collection the indexes of another."""
    for name, index in source.index_information().items():
        if name != "_id_":
            told = {option: value for option, value in index.items() if option not in {"key", "v", "ns"}}
            target.create_index(index["key"], name=name, **told)
