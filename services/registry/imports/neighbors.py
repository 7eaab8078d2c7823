"""Centers that may be the same: alike in name and close by, or of one name in one area.

Near-linear: centers are put into the cells of a grid, and each is compared with those in the nine
cells around it. In a cell that is crowded beyond what is real only so many are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, product
from math import asin, cos, radians, sin, sqrt

from services.registry.imports.likeness import Likeness, are_alike
from services.registry.imports.verdicts import Fields, Finding

RADIUS_KM = 1.0
EARTH_KM = 6371.0088
CELL_DEGREES = (0.02, 0.01)
"""Of longitude and latitude: over 1.1 km up to 60° N or S, so the radius never leaves the nine cells."""

MAX_COMPARED = 50
Cell = tuple[int, int]


class Center:
    """A center as far as it takes to compare it; its place is longitude and latitude."""

    def __init__(self, code: str, fields: Fields) -> None:
        self.code = code
        self.area = fields.get("area_code")
        self.names: Mapping[str, str] = fields.get("name") or {}
        self.likenesses = [Likeness(name) for name in self.names.values()]
        point = fields.get("point")
        self.place: tuple[float, float] | None = tuple(point["coordinates"]) if point else None
        self.cell = _cell(self.place) if self.place else None

    def resembles(self, other: "Center") -> bool:
        """Tell whether any name of the one is like any name of the other."""
        return any(are_alike(one, two) for one, two in product(self.likenesses, other.likenesses))


class Neighborhood:
    """All centers, by where they are and by what they are called in their area."""

    def __init__(self, centers: Mapping[str, Fields]) -> None:
        self._centers = {code: Center(code, fields) for code, fields in centers.items()}
        self._by_cell: dict[Cell, list[Center]] = defaultdict(list)
        self._by_name: dict[tuple[object, str], list[Center]] = defaultdict(list)
        for center in self._centers.values():
            self._add(center)

    def _add(self, center: Center) -> None:
        places = {center.area, center.cell} - {None}
        if center.cell:
            self._by_cell[center.cell].append(center)
        for place, key in product(places, {likeness.key for likeness in center.likenesses}):
            self._by_name[place, key].append(center)

    def look_alikes(self, code: str) -> Iterator[Finding]:
        """Yield a flag if another center may be the same as this one."""
        center = self._centers[code]
        found = next(chain(self._near(center), self._in_area(center)), None)
        if found:
            name = next(iter(found.names.values()), found.code)
            yield Finding(None, "possible_duplicate", {"other": found.code, "name": name})

    def _near(self, center: Center) -> Iterator[Center]:
        """Find the alike within the radius: those of the very same name first."""
        if center.cell is None:
            return
        cells = list(_around(center.cell))
        keys = {likeness.key for likeness in center.likenesses}
        same_name = chain.from_iterable(self._by_name.get(pair, ()) for pair in product(cells, keys))
        anyone = chain.from_iterable(self._by_cell.get(cell, ()) for cell in cells)
        for other in _others(center, chain(islice(same_name, MAX_COMPARED), anyone)):
            if _kilometers(center, other) <= RADIUS_KM and center.resembles(other):
                yield other

    def _in_area(self, center: Center) -> Iterator[Center]:
        """Find those of one name in one area of which one has no coordinates."""
        for likeness in center.likenesses:
            for other in _others(center, self._by_name.get((center.area, likeness.key), ())):
                if center.place is None or other.place is None:
                    yield other


def _others(center: Center, candidates: Iterable[Center]) -> Iterator[Center]:
    return (other for other in islice(candidates, MAX_COMPARED) if other is not center)


def _cell(place: tuple[float, float]) -> Cell:
    return int(place[0] // CELL_DEGREES[0]), int(place[1] // CELL_DEGREES[1])


def _around(cell: Cell) -> Iterator[Cell]:
    return ((cell[0] + east, cell[1] + north) for east, north in product((0, -1, 1), repeat=2))


def _kilometers(one: Center, other: Center) -> float:
    """Measure along the great circle (haversine)."""
    if not one.place or not other.place:
        return float("inf")
    x1, y1, x2, y2 = map(radians, (*one.place, *other.place))
    chord = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))
