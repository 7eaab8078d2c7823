"""Events that were written in an earlier version of their schema, read as today's.

Only a change that no old event and no old consumer could bear makes a new version (`python -m deploy.contracts` says which do).
With it goes a step from the version before; the steps are taken one after the other when an event is decoded, so that nobody
behind `shared.envelope` ever meets an old one. The steps of all kinds stand in one table, `services/upcasts.py`.
"""

from collections.abc import Callable
from typing import Any

State = dict[str, Any]
Step = Callable[[State, State], tuple[State, State]]  # from state and change to those of the next version
STEPS: dict[tuple[str, int], Step] = {}  # by kind, as in "registry.center", and the version that it leads from


def newest(type_: str, dataschema: str | None, state: State, change: State) -> tuple[str | None, State, State]:
    """The name of the schema, state and change in the newest version; a name ends as in ``/toono.registry.center.closed/2``."""
    kind = ".".join(type_.split(".")[1:3])
    path, _, last = (dataschema or "").rpartition("/")
    version = int(last) if last.isascii() and last.isdecimal() else 1
    while (kind, version) in STEPS:
        state, change = STEPS[kind, version](state, change)
        version += 1
        dataschema = f"{path}/{version}"
    return dataschema, state, change
