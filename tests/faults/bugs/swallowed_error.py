"""An error of the database is logged and passed over."""

import contextlib
from types import ModuleType
from typing import Any

MODULE = "shared.store.commits"


def plant(commits: ModuleType) -> None:
    """Take a commit that the database never answered for one that went well."""
    together = commits.Commits.together

    def careless(self: Any, done: Any) -> None:
        with contextlib.suppress(commits.ConnectionFailure):
            together(self, done)

    commits.Commits.together = careless
