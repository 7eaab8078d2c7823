"""The place that a row names: a GeoJSON point that can be in the country."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.registry.imports.frames import CountryFrame
from services.registry.imports.verdicts import Finding

Point = dict[str, Any]
RIGHT_ANGLE = 90


class Placed(NamedTuple):
    """A point, or None; what speaks against the row; what a person should check."""

    point: Point | None
    findings: tuple[Finding, ...] = ()
    flags: tuple[Finding, ...] = ()


def place(values: Mapping[str, Any], frame: CountryFrame) -> Placed:
    """Judge latitude and longitude together.

    0/0 is the mark of an empty form, so it counts as missing and is flagged. Coordinates that are
    outside the country as given but inside when swapped are swapped and flagged.
    """
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is None and longitude is None:
        return Placed(None)
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        return Placed(None, findings=(Finding(missing, "half_coordinates"),))
    if latitude == 0 and longitude == 0:
        return Placed(None, flags=(Finding("latitude", "coordinates_zero"),))
    return _in_country(latitude, longitude, frame)


def _in_country(latitude: float, longitude: float, frame: CountryFrame) -> Placed:
    params = {"latitude": latitude, "longitude": longitude, "country": frame.country}
    if frame.has((longitude, latitude)):
        return Placed(_point(longitude, latitude))
    if frame.has((latitude, longitude)):
        return Placed(_point(latitude, longitude), flags=(Finding("latitude", "coordinates_swapped", params),))
    return Placed(None, findings=(Finding("latitude", "outside_country", params),))


def _point(longitude: float, latitude: float) -> Point:
    return {"type": "Point", "coordinates": [longitude, latitude]}
