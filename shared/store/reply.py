"""What a command answers, and how the answer is found again when the command is repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.errors import KeyReused
from shared.events import Aggregate
from shared.store.cause import Cause, Derived, derive

SECRETS_LAST = timedelta(days=3)  # promised is one; a clock that is wrong by a day, and then right, takes up to two away


@dataclass(frozen=True)
class Reply:
    """The outcome of a command: the public state it left, and what only its caller is told."""

    kind: str
    id: str
    version: int
    state: dict[str, Any]
    told: dict[str, Any] = field(default_factory=dict)
    noted: dict[str, Any] = field(default_factory=dict)  # the part of `told` that is no secret
    repeated: bool = False

    def stored(self, facts: list[dict[str, Any]]) -> dict[str, Any]:
        """As the journal keeps it: the state only if no fact of the entry holds it already, of secrets the recipe at most."""
        kept: dict[str, Any] = {"kind": self.kind, "id": self.id, "version": self.version}
        index = next((i for i, fact in enumerate(facts) if (fact["subject"], fact["version"]) == (self.id, self.version)), None)
        if index is None:
            kept["state"] = self.state
        else:
            kept["fact"] = index
        recipes = {name: [told.label, told.digits, told.prefix] for name, told in self.told.items() if isinstance(told, Derived)}
        return kept | {name: found for name, found in (("recipes", recipes), ("noted", self.noted)) if found}


def reply_of(aggregate: Aggregate, told: dict[str, Any], noted: dict[str, Any]) -> Reply:
    """The answer of a command that ends with `aggregate`."""
    return Reply(aggregate.KIND, aggregate.id, aggregate.version, aggregate.state(), {**told, **noted}, noted)


def answer_again(entry: Mapping[str, Any], cause: Cause, server_key: bytes) -> Reply:
    """The stored answer of a repeated command.

    Raises:
        KeyReused: the key was used for another request.
    """
    if entry["fingerprint"] != cause.fingerprint:
        raise KeyReused("Idempotency-Key")
    kept = entry["reply"]
    state = kept["state"] if "state" in kept else entry["facts"][kept["fact"]]["state"]
    told: dict[str, Any] = {}
    if datetime.now(UTC) - entry["recorded_at"] < SECRETS_LAST:
        told = {name: derive(server_key, cause.key, *recipe) for name, recipe in kept.get("recipes", {}).items()}
        told |= kept.get("noted", {})
    return Reply(kept["kind"], kept["id"], kept["version"], state, told, repeated=True)
