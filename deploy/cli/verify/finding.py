"""What a check has found."""

from collections.abc import Iterable, Sequence
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
            "shows": list(SHOWS[self.name]),
            "holds": self.holds,
            "looked_at": self.looked_at,
            "wrong": self.wrong,
            "examples": list(self.examples),
        }


SAYS = {
    "kept": "Every kept state is the newest that was told",
    "once": "No reaction has had its effect twice",
    "states": "The read model equals the services' own states",
    "rollups": "Every roll-up equals a recount",
    "pending": "No journal entry waits for its number, and every fact is sent",
    "dense": "Positions and sequence numbers have no holes",
    "chain": "Every link of the hash chain is right",
    "versions": "Every version of every aggregate is told once",
    "unrouted": "No fact was without a queue",
    "seen": "The projector and the delivery to partners have seen every position",
    "receipts": "Every fact has its receipt from everyone who reacts to it",
    "copies": "Every copy of another service's things is the newest",
    "parked": "No message failed for good and waits for an operator",
    "queues": "No message waits, is tried again or is on its way to be parked",
}

SHOWS = {  # the invariants that a check stands for
    "kept": ("I1", "I4"),
    "once": ("I2",),
    "states": ("I6",),
    "rollups": ("I6",),
    "pending": ("I1",),
    "dense": ("I3", "I5"),
    "chain": ("I5",),
    "versions": ("I2", "I3"),
    "unrouted": ("I1",),
    "seen": ("I3",),
    "receipts": ("I1", "I3"),
    "copies": ("I3",),
    "parked": ("I1",),
    "queues": ("I1",),
}
INVARIANTS = {
    "I1": "no acknowledged write is lost",
    "I2": "no effect is applied twice",
    "I3": "every version arrives, in the end in order",
    "I4": "a command is applied wholly or not at all",
    "I5": "the audit log verifies, with one entry per effect",
    "I6": "read model and roll-ups equal a recount",
}


def upheld(found: Sequence[Finding]) -> dict[str, bool]:
    """Return, for each invariant, whether all that stands for it holds."""
    return {name: all(one.holds for one in found if name in SHOWS[one.name]) for name in INVARIANTS}


def report(found: Sequence[Finding]) -> dict[str, Any]:
    """Return all findings for a program to read."""
    holds = all(one.holds for one in found)
    return {"holds": holds, "invariants": upheld(found), "checks": [one.document() for one in found]}
