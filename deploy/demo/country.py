"""A country as the demonstration shows it: its regions by ISO 3166-2, and what is particular to it."""

from dataclasses import dataclass
from typing import Self

import pycountry

from deploy.demo.words import LANGUAGES, Text, load


class RegionsDiffer(Exception):
    """Our names and the standard's codes do not belong to the same regions."""


@dataclass(frozen=True)
class Region:
    """An oblast, an aimag, or a city of that rank; `admin1` are the codes under which GeoNames has its settlements."""

    code: str
    name: Text
    is_city: bool
    admin1: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """A country, and the names of its levels in its own words."""

    code: str
    name: Text
    levels: tuple[str, str]  # of a region, and of a city of that rank
    settlement: str
    currency: str
    languages: tuple[str, ...]  # in which its centers are named
    regions: tuple[Region, ...]

    @classmethod
    def find(cls, code: str) -> Self:
        """Return a country by its ISO 3166-1 code.

        Raises:
            RegionsDiffer: the regions of `regions.toml` are not those of ISO 3166-2.
        """
        told = load("regions")[code]
        regions = tuple(_region(code, one) for code, one in sorted(told["regions"].items()))
        _refuse_other_regions(code, regions)
        return cls(
            code=code,
            name=told["name"],
            levels=tuple(told["level"]),
            settlement=told["settlement"],
            currency=told["currency"],
            languages=tuple(told["languages"]),
            regions=regions,
        )

    def level_of(self, region: Region) -> str:
        """Return what a region of its kind is called."""
        return self.levels[region.is_city]


def _region(code: str, told: dict[str, object]) -> Region:
    name = {language: str(told[language]) for language in LANGUAGES}
    admin1 = told["admin1"]
    return Region(code, name, bool(told.get("city")), tuple(admin1 if isinstance(admin1, list) else ()))


def _refuse_other_regions(country: str, regions: tuple[Region, ...]) -> None:
    standard = {found.code for found in pycountry.subdivisions.get(country_code=country) or ()}  # type: ignore[no-untyped-call]
    if standard != {region.code for region in regions}:
        raise RegionsDiffer(sorted(standard ^ {region.code for region in regions}))
