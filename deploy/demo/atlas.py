"""The ministry's list of areas: the country, its regions and its settlements."""

from collections.abc import Iterator

from deploy.demo.country import Country
from deploy.demo.places import YEAR, Settlement
from deploy.demo.words import Text, load

Row = dict[str, str]


def atlas(country: Country, places: list[Settlement]) -> list[Row]:
    """Return the rows of the list, by canonical field."""
    return list(_rows(country, places))


def _rows(country: Country, places: list[Settlement]) -> Iterator[Row]:
    yield {"code": country.code, **_names(country.name)}
    for region in country.regions:
        yield {
            "code": region.code,
            "parent_code": country.code,
            "level": country.level_of(region),
            **_names(region.name),
        }
    for place in places:
        yield _settlement(country, place)


def _settlement(country: Country, place: Settlement) -> Row:
    language = country.languages[0]
    row = {
        "code": place.code,
        "parent_code": place.region,
        "level": country.settlement,
        **_names(place.name),
        "latitude": f"{place.latitude:.5f}",
        "longitude": f"{place.longitude:.5f}",
    }
    if place.population:
        row |= {"population": str(place.population), "population_year": str(YEAR)}
        row["rural"] = load("sheets")["rural"][language][str(place.rural).lower()]
    return row


def _names(name: Text) -> Row:
    return {f"name_{language}": text for language, text in name.items()}
