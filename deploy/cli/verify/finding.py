"""What a check has found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

SHOWN = 5  # examples of what is wrong


@dataclass(frozen=True)
class Finding:
    """A check by its name, how many things it has looked at, and what is wrong with some."""

    name: str
    looked_at: int
    wrong: int = 0
    examples: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    @classmethod
    def of(cls, name: str, looked_at: int, wrong: Iterable[str]) -> Self:
        """Return the finding on so many things, with what is wrong told in a line each."""
        told = list(wrong)
        return cls(name, looked_at, len(told), tuple(told[:SHOWN]))

    def document(self) -> dict[str, Any]:
        """Return it for a program to read."""
        return {
            "name": self.name,
            "says": SAYS[self.name],
            "holds": self.holds,
            "looked_at": self.looked_at,
            "wrong": self.wrong,
            "examples": list(self.examples),
        }


SAYS = {
    "states": "The read model equals the services' own states",
    "rollups": "Every roll-up equals a recount",
    "pending": "No journal entry waits for its number, and every fact is sent",
    "dense": "Positions and sequence numbers have no holes",
    "chain": "Every link of the hash chain is right",
    "versions": "Every version of every aggregate is told once",
    "unrouted": "No fact was without a queue",
    "seen": "The projector has seen every position",
    "receipts": "Every fact has its receipt from everyone who reacts to it",
    "copies": "Every copy of another service's things is the newest",
    "parked": "No message failed for good and waits for an operator",
    "queues": "No message waits, is tried again or is on its way to be parked",
}
