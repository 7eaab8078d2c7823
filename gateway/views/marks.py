"""Up to where all facts of a service have been seen, and which later ones too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Mark:
    """Positions are dense, so that a hole shows: every one up to `upto`, and those in `beyond`."""

    upto: int = 0
    beyond: set[int] = field(default_factory=set)

    @classmethod
    def load(cls, document: dict[str, Any] | None) -> "Mark":
        """The mark as stored."""
        return cls(document["upto"], set(document["beyond"])) if document else cls()

    def see(self, positions: Iterable[int]) -> None:
        """Take in positions, in any order, any number of times."""
        self.beyond.update(position for position in positions if position > self.upto)
        while self.upto + 1 in self.beyond:
            self.upto += 1
            self.beyond.remove(self.upto)

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return {"upto": self.upto, "beyond": sorted(self.beyond)}
