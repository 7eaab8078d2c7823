"""A relay does not look whether it still holds the lease, and the database lets positions be given twice."""

from types import ModuleType
from typing import Any

MODULE = "shared.relay.head"


def plant(head: ModuleType) -> None:
    """Change the head whoever holds it, and forget that positions are unique."""

    def renew(self: Any) -> Any:
        return self._collection.find_one_and_update({"_id": "head"}, [{"$set": {"until": head._until()}}])

    def advance(self: Any, *, before: int, position: int, sequence: int, chain: str, session: Any) -> None:  # noqa: ARG001
        new = {"position": position, "sequence": sequence, "hash": chain}
        self._collection.update_one({"_id": "head"}, {"$set": new}, session=session)

    def acquire(self: Any) -> bool:
        journal = self._collection.database["journal"]
        if "position" in journal.index_information():
            journal.drop_index("position")
        return bool(own(self))

    own = head.Head.acquire
    head.Head.renew, head.Head.advance, head.Head.acquire = renew, advance, acquire
