"""A commit waits for one member of the replica set only."""

from types import ModuleType

from pymongo.write_concern import WriteConcern

MODULE = "shared.store.commits"


def plant(commits: ModuleType) -> None:
    """Ask for one."""
    commits.DURABLE = WriteConcern(1)  # type: ignore[attr-defined]
