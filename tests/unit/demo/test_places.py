import pytest

from deploy.demo.places import kilometers
from deploy.demo.scripts import names, plain

ALONE = {"KZ": {"Astana", "Shubarkol", "Shymkent", "Ulken"}, "MN": set()}
COUNTS = {"KZ": (351, 50), "MN": (332, 280)}


def test_all_settlements_are_there_and_some_have_no_population(country, places):
    assert (len(places), sum(not place.population for place in places)) == COUNTS[country.code]


def test_every_region_has_settlements_and_every_settlement_a_region(country, places):
    assert {place.region for place in places} == {region.code for region in country.regions}


def test_settlements_lie_near_the_others_of_their_region(country, places):
    assert {place.name["en"] for place in places if not shares_region(place, places)} == ALONE[country.code]


def shares_region(place, places):
    neighbors = sorted(places, key=lambda other: kilometers(place, other))[1:8]
    return any(other.region == place.region for other in neighbors)


def test_large_towns_are_in_their_regions(country, places):
    found = {place.name["en"]: place.region for place in places}
    expected = {
        "KZ": {"Almaty": "KZ-75", "Semey": "KZ-10", "Zhezkazgan": "KZ-62", "Taldykorgan": "KZ-33", "Baikonur": "KZ-43"},
        "MN": {"Ulaanbaatar": "MN-1", "Choibalsan": "MN-061", "Darkhan": "MN-037", "Murun": "MN-041", "Ulgii": "MN-071"},
    }
    for town, region in expected[country.code].items():
        assert found[town] == region


@pytest.mark.parametrize(
    ("name", "alternates", "languages", "expected"),
    [
        ("Shalqar", ["Челкар", "Шалкар", "Шалқар"], ("kk", "ru", "en"), {"kk": "Шалқар", "ru": "Шалкар", "en": "Shalqar"}),
        ("Shetpe", ["Шетпе"], ("kk", "ru", "en"), {"kk": "Шетпе", "ru": "Шетпе", "en": "Shetpe"}),
        ("Mörön", ["Mөrөn", "Морон", "Мөрөн"], ("mn", "en"), {"mn": "Мөрөн", "en": "Moron"}),
        ("Üyönch", ["Uyonch"], ("mn", "en"), {"en": "Uyonch"}),
        ("Aral", ["Аральськ"], ("kk", "ru", "en"), {"en": "Aral"}),
    ],
)
def test_names_are_told_apart_by_their_letters(name, alternates, languages, expected):
    assert names(name, alternates, languages) == expected


def test_english_names_are_plain():
    assert plain("Akkol’") == "Akkol"
    assert plain("Taūshyq") == "Taushyq"
