"""Up to where all facts of a service have been seen, and which later ones too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

GAPS = 20  # that are told of at once


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

    def lacking(self, upto: int) -> set[int]:
        """The positions up to this one that have not been seen."""
        return set(range(self.upto + 1, upto + 1)) - self.beyond

    def gaps(self, told: int = 0) -> list[tuple[int, int]]:
        """The first holes, each as the position after which and the one up to which nothing was seen.

        With `told`, up to where the service has told, what is missing at the very end is a hole too.
        """
        seen = [self.upto, *sorted(self.beyond)]
        seen += [told + 1] if told > seen[-1] else []
        holes = ((before, after - 1) for before, after in pairwise(seen) if after - before > 1)
        return list(islice(holes, GAPS))
