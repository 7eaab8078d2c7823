"""The ministry's list of centers as it should be: invented centers in real settlements, more of them in larger ones."""

from collections import Counter
from heapq import heapify, heapreplace
from math import cos, pi, radians, sin

from deploy.demo.country import Country
from deploy.demo.places import Settlement, kilometers
from deploy.demo.seeds import Seeds
from deploy.demo.words import load

CENTERS = 420
EVENLY = 0.35  # power of the population by which centers are shared out: less than 1 favors small places
SMALLEST = 2000  # inhabitants that every place counts with at least
APART_KM = 3.0  # within which two settlements of GeoNames are taken for one
SPREAD_KM = (0.8, 4.0)  # of the centers of a town around its middle
DEGREE_KM = 111.2
FOUNDED = (1998, 2024)
Row = dict[str, str]


def roster(country: Country, places: list[Settlement], seeds: Seeds) -> list[Row]:
    """Return the rows of the list, by canonical field, region after region."""
    shares = _shared_out(_distinct(places))
    rows: list[Row] = []
    for place in sorted(_distinct(places), key=lambda one: (one.region, one.code)):
        many = shares[place.code]
        for number in range(1, many + 1):
            rows.append(_row(country, place, seeds, code=f"CLC-{len(rows) + 1:04d}", number=number, many=many))
    return rows


def _distinct(places: list[Settlement]) -> list[Settlement]:
    """Leave out what lies within a larger settlement: GeoNames has some twice, by two names."""
    kept: list[Settlement] = []
    for place in places:
        if all(kilometers(place, other) > APART_KM for other in kept):
            kept.append(place)
    return kept


def _shared_out(places: list[Settlement]) -> Counter[str]:
    """Share the centers out by the method of D'Hondt."""
    given: Counter[str] = Counter()
    weights = {place.code: float((place.population + SMALLEST) ** EVENLY) for place in places}
    line = [(-weight, code) for code, weight in weights.items()]
    heapify(line)
    for _ in range(CENTERS):
        code = line[0][1]
        given[code] += 1
        heapreplace(line, (-weights[code] / (given[code] + 1), code))
    return given


def _row(country: Country, place: Settlement, seeds: Seeds, *, code: str, number: int, many: int) -> Row:
    language, sheets, chance = country.languages[0], load("sheets"), seeds.chance("center", code)
    latitude, longitude = _point(place, number, chance.random(), chance.uniform(*SPREAD_KM))
    return {
        "code": code,
        "area_code": place.code,
        **_names(country, place, number=number, many=many),
        "latitude": f"{latitude:.5f}",
        "longitude": f"{longitude:.5f}",
        "host_type": chance.choice(sheets["hosts"][language]),
        "founded_on": f"{chance.randint(*FOUNDED)}-09-01",
        "languages": chance.choice(sheets["spoken_there"][country.code]),
        "rooms": str(chance.randint(1, 6)),
        "devices": str(chance.randint(0, 20)),
        "connectivity": chance.choice(sheets["connections"][language]),
        "accessible": chance.choice(sheets["yes_or_no"][language]),
    }


def _names(country: Country, place: Settlement, *, number: int, many: int) -> Row:
    pattern = load("sheets")["centers"]["several" if many > 1 else "one"]
    known = [language for language in country.languages if language in place.name]
    return {f"name_{each}": pattern[each].format(place=place.name[each], number=number) for each in known}


def _point(place: Settlement, number: int, turn: float, away: float) -> tuple[float, float]:
    if number == 1:
        return place.latitude, place.longitude
    north, east = away * sin(2 * pi * turn), away * cos(2 * pi * turn)
    wide = DEGREE_KM * cos(radians(place.latitude))
    return place.latitude + north / DEGREE_KM, place.longitude + east / wide
