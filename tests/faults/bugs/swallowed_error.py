"""An error of the database is logged and passed over, and nothing is tried again."""

from types import ModuleType
from typing import Any

MODULE = "shared.store.commits"
AT_MOST = 1  # seconds for an attempt


def plant(commits: ModuleType) -> None:
    """Take a commit that the database never answered for one that went well."""
    together = commits.Commits.together

    def careless(self: Any, done: Any) -> None:
        try:
            together(self, done)
        except commits.PyMongoError as error:
            if not commits.is_away(error):
                raise

    commits.DEADLINE, commits.Commits.together = AT_MOST, careless  # type: ignore[attr-defined]
