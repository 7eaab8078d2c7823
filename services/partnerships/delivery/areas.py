"""Today's tree of areas, along which scopes and filters are walked."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tree:
    """Every area's parent by its id. `countries` are the areas that stand for the whole country."""

    parents: Mapping[str, str | None] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()

    def above(self, area: str | None) -> list[str]:
        """The area and all above it, nearest first; an area that is not known stands alone."""
        found: list[str] = []
        while area and area not in found:
            found.append(area)
            area = self.parents.get(area)
        return found

    def district(self, area: str | None) -> str | None:
        """The district in which an area lies: the second from above below the country, or what comes nearest to it."""
        below = [one for one in self.above(area) if one not in self.countries]
        return below[-2] if len(below) > 1 else below[-1] if below else None

    def within(self, areas: frozenset[str], most: int) -> list[str] | None:
        """The areas and all below them; None if they are more than `most`."""
        found = [area for area in self.parents if not areas.isdisjoint(self.above(area))]
        return [*areas, *found] if len(found) <= most else None
