"""An entry is recorded by what the clock says, whatever it said before."""

from types import ModuleType
from typing import Any

MODULE = "shared.store.journal"


def plant(journal: ModuleType) -> None:
    """Forget when an aggregate was last recorded."""
    entry = journal.entry

    def careless(service: str, cause: Any, changed: Any, *more: Any) -> Any:
        for aggregate in changed:
            aggregate.recorded_at = None
        return entry(service, cause, changed, *more)

    journal.entry = careless  # type: ignore[attr-defined]
