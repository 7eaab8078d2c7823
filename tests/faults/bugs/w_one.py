"""A commit waits for one member of the replica set only."""

from types import ModuleType

MODULE = "shared.store.commits"


def plant(commits: ModuleType) -> None:
    """Ask for one."""
    commits.DURABLE = commits.WriteConcern(1)  # type: ignore[attr-defined]
