"""Where a country lies, as far as it takes to notice that a point cannot be in it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import cos, hypot, radians

Place = tuple[float, float]
"""Longitude and latitude in degrees, in the order of GeoJSON (RFC 7946)."""

MARGIN = 0.5
"""Degrees by which a point may lie outside the outline: the outlines are drawn at 1:110 million."""


@dataclass(frozen=True, slots=True)
class CountryFrame:
    """A country by its ISO 3166-1 code, its bounding box and, if there is one, its rough outline.

    The box is west, south, east, north in degrees. The outline is a closed ring of places.
    """

    country: str
    box: tuple[float, float, float, float]
    outline: tuple[Place, ...] = ()

    def has(self, place: Place) -> bool:
        """Tell whether a place may be in the country."""
        west, south, east, north = self.box
        longitude, latitude = place
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        return not self.outline or _encloses(self.outline, place) or _is_near(self.outline, place)


WORLD = CountryFrame("001", (-180.0, -90.0, 180.0, 90.0))
"""The frame of a country of which no outline is held; 001 is the world in UN M49."""


def frame_of(country: str) -> CountryFrame:
    """Give the frame of a country by its ISO 3166-1 alpha-2 code; the world if there is none."""
    return _frames().get(country.upper(), WORLD)


@cache
def _frames() -> dict[str, CountryFrame]:
    outlines = json.loads(files(__package__).joinpath("outlines.json").read_text("utf-8"))["outlines"]
    return {country: _framed(country, ring) for country, ring in outlines.items()}


def _framed(country: str, ring: list[list[float]]) -> CountryFrame:
    outline = tuple((longitude, latitude) for longitude, latitude in ring)
    longitudes, latitudes = zip(*outline, strict=True)
    box = (min(longitudes) - MARGIN, min(latitudes) - MARGIN, max(longitudes) + MARGIN, max(latitudes) + MARGIN)
    return CountryFrame(country, box, outline)


def _encloses(outline: tuple[Place, ...], place: Place) -> bool:
    """Count the sides that a ray to the east crosses; an odd number means inside."""
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in pairwise(outline):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _is_near(outline: tuple[Place, ...], place: Place) -> bool:
    return any(_distance(place, start, end) <= MARGIN for start, end in pairwise(outline))


def _distance(place: Place, start: Place, end: Place) -> float:
    """Measure from a place to a side in degrees of latitude, the narrowing of meridians allowed for."""
    narrow = cos(radians(place[1]))
    x, y = (place[0] - start[0]) * narrow, place[1] - start[1]
    dx, dy = (end[0] - start[0]) * narrow, end[1] - start[1]
    length = dx * dx + dy * dy
    share = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length else 0.0
    return hypot(x - share * dx, y - share * dy)
