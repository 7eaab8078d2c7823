import io
from collections import Counter

import pytest

from deploy.demo.dirt import ADDED, MARRED
from deploy.demo.lists import lists
from deploy.demo.roster import CENTERS, roster
from services.registry.imports import frame_of, judge_areas, judge_centers, read, summary

CODES = {
    "swapped": "coordinates_swapped", "zero": "coordinates_zero", "abroad": "outside_country", "unknown_area": "unknown_area",
    "control_character": "control_character", "too_long": "too_long", "formula": "formula",
}  # fmt: skip


@pytest.fixture(scope="session")
def drawn(country, places, seeds):
    return lists(country, places, seeds)


@pytest.fixture(scope="session")
def areas(country, drawn, seeds):
    table = read(io.BytesIO(drawn.sheets[0].content), filename="areas.csv")
    return judge_areas(table, known={}, frame=frame_of(country.code), today=seeds.today)


@pytest.fixture(scope="session", params=["centers.csv", "centers.xlsx"])
def centers(request, country, drawn, areas, seeds):
    content = next(sheet.content for sheet in drawn.sheets if sheet.name == request.param)
    codes = {verdict.code for verdict in areas.verdicts}
    table = read(io.BytesIO(content), filename=request.param)
    return judge_centers(table, known={}, known_areas=codes, frame=frame_of(country.code), today=seeds.today)


def test_the_registry_accepts_every_area(areas, drawn):
    assert summary(areas) == drawn.sheets[0].expected


def test_the_registry_finds_every_planted_mistake_and_no_other(centers, drawn):
    assert summary(centers) == drawn.centers.expected


def test_each_mistake_is_called_by_its_name(centers):
    told = Counter(one.code for verdict in centers.verdicts for one in (*verdict.findings, *verdict.flags))
    for kind, code in CODES.items():
        assert told[code] == MARRED[kind][0], kind
    assert told["unverified_spelling"] == MARRED["lost_letters"][0] + MARRED["old_font"][0]
    assert told["possible_duplicate"] == 2 * ADDED["look_alike"][0]


def test_there_are_enough_centers_and_several_in_a_town(country, places, seeds):
    rows = roster(country, places, seeds)
    shares = Counter(row["area_code"] for row in rows)
    assert len(rows) == CENTERS >= 400
    assert sum(many > 1 for many in shares.values()) > 40
    assert shares[places[0].code] == max(shares.values())


def test_the_same_lists_are_the_same_bytes(country, places, seeds, drawn):
    assert [sheet.content for sheet in lists(country, places, seeds).sheets] == [sheet.content for sheet in drawn.sheets]


def test_the_second_copy_changes_nothing(drawn):
    first, again = drawn.sheets[2].expected, drawn.sheets[3].expected
    assert again == {**first, "accepted": 0, "unchanged": first["accepted"]}
