import random
import time

import pytest

from services.registry.imports import WORLD, frame_of


def test_all_fields_of_an_accepted_center(csv_file, centers):
    row = {
        "code": "KZ-1",
        "name_kk": "Достық",
        "name_kk-Latn": "Dostyq",
        "area_code": "11",
        "latitude": "43,25",
        "longitude": "76,9",
        "host_type": "мектеп",
        "founded_on": "4.5.2001",
        "phone": "+7 701 123 4567",
        "email": "a@b.kz",
        "languages": "kk; ru",
        "rooms": "5",
        "devices": "12",
        "connectivity": "4G",
        "accessible": "иә",
    }

    [verdict] = centers(csv_file([row.keys(), row.values()])).verdicts

    assert verdict.outcome == "accepted"
    assert verdict.fields == {
        "code": "KZ-1",
        "name": {"kk": "Достық", "kk-Latn": "Dostyq"},
        "area_code": "11",
        "point": {"type": "Point", "coordinates": [76.9, 43.25]},
        "host_type": "school",
        "founded_on": "2001-05-04",
        "contacts": {"phone": "+7 701 123 4567", "email": "a@b.kz"},
        "languages": ["kk", "ru"],
        "rooms": 5,
        "ict": {"devices": 12, "connectivity": "mobile"},
        "accessible": True,
        "flags": [],
    }


def test_code_one_name_and_area_are_enough(center):
    fields = center().fields

    assert {field: value for field, value in fields.items() if value and field != "ict"} == {
        "code": "KZ-1",
        "name": {"en": "Dostyk"},
        "area_code": "11",
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"code": " "}, ("code", "missing_value")),
        ({"name_en": ""}, (None, "missing_name")),
        ({"area_code": ""}, ("area_code", "missing_value")),
        ({"area_code": "99"}, ("area_code", "unknown_area")),
        ({"longitude": "76.9"}, ("latitude", "half_coordinates")),
        ({"latitude": "10", "longitude": "10"}, ("latitude", "outside_country")),
        ({"latitude": "55.75", "longitude": "37.62"}, ("latitude", "outside_country")),
    ],
)
def test_what_rejects_a_center(center, cells, expected):
    verdict = center(**cells)

    assert (verdict.outcome, verdict.fields) == ("rejected", None)
    assert [(finding.field, finding.code) for finding in verdict.findings] == [expected]


def test_every_fault_of_a_row_is_told_at_once(center):
    verdict = center(rooms="x", email="y", host_type="z")

    assert [finding.field for finding in verdict.findings] == ["rooms", "email", "host_type"]


def test_zero_coordinates_count_as_missing_and_are_flagged(center):
    verdict = center(latitude="0", longitude="0,0")

    assert (verdict.fields["point"], verdict.fields["flags"]) == (None, ["coordinates_zero"])


SWAPPED = [("KZ", 76.9, 43.25), ("KZ", 51.9, 47.1), ("KZ", 82.6, 49.95), ("MN", 106.9, 47.9), ("MN", 89.97, 48.97)]


@pytest.mark.parametrize(("country", "longitude", "latitude"), SWAPPED)
def test_swapped_coordinates_are_put_right_and_flagged(csv_file, centers, country, longitude, latitude):
    rows = [["code", "name_en", "area_code", "latitude", "longitude"], ["1", "Abai", "11", longitude, latitude]]

    [verdict] = centers(csv_file(rows), frame=frame_of(country)).verdicts

    assert verdict.fields["point"]["coordinates"] == [longitude, latitude]
    assert verdict.fields["flags"] == ["coordinates_swapped"]


PLACES = {
    "KZ": [
        (43.24, 76.91),
        (51.13, 71.43),
        (43.65, 51.17),
        (47.11, 51.92),
        (49.95, 82.61),
        (54.87, 69.15),
        (51.23, 51.37),
        (42.32, 69.59),
    ],
    "MN": [
        (47.92, 106.92),
        (48.97, 89.97),
        (43.57, 104.43),
        (48.07, 114.53),
        (50.49, 100.17),
        (46.37, 96.26),
        (49.03, 104.08),
        (47.2, 119.5),
    ],
}


@pytest.mark.parametrize("country", PLACES)
def test_towns_from_one_end_of_the_country_to_the_other_are_in_it(country):
    assert [place for place in PLACES[country] if not frame_of(country).has((place[1], place[0]))] == []


@pytest.mark.parametrize(("country", "latitude", "longitude"), [("KZ", 44.21, 80.42), ("KZ", 43.62, 51.1), ("MN", 43.72, 111.92)])
def test_towns_at_the_border_may_lie_a_little_outside_the_rough_outline(country, latitude, longitude):
    assert frame_of(country).has((longitude, latitude))


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [("KZ", 55.0, 82.9), ("KZ", 41.31, 65.0), ("KZ", 51.53, 46.03), ("MN", 52.29, 104.3), ("MN", 43.8, 87.6)],
)
def test_towns_across_the_border_are_not(country, latitude, longitude):
    assert not frame_of(country).has((longitude, latitude))


def test_a_country_without_an_outline_has_the_world(csv_file, centers):
    rows = [
        ["code", "name_en", "area_code", "latitude", "longitude"],
        ["1", "Bishkek", "11", "42.87", "74.6"],
        ["2", "Off", "11", "95", "95"],
    ]

    first, second = centers(csv_file(rows), frame=frame_of("KG")).verdicts

    assert frame_of("kg") is WORLD
    assert (first.outcome, second.outcome) == ("accepted", "rejected")


def test_the_same_file_again_changes_nothing_though_people_have_cleared_its_flags(csv_file, centers):
    rows = [
        ["code", "name_kk", "area_code", "latitude", "longitude"],
        ["1", "Т?в", "11", 76.9, 43.25],
        ["2", "Т?в", "11", 76.9, 43.25],
    ]
    known = {verdict.code: verdict.fields | {"flags": []} for verdict in centers(csv_file(rows)).verdicts}

    again = centers(csv_file(rows), known).verdicts

    assert [verdict.outcome for verdict in again] == ["unchanged", "unchanged"]
    assert [flag.code for flag in again[0].flags] == ["unverified_spelling", "coordinates_swapped", "possible_duplicate"]


def test_a_known_center_is_completed_and_keeps_what_the_row_does_not_say(csv_file, centers):
    known = {
        "1": {
            "code": "1",
            "name": {"kk": "Достық"},
            "area_code": "11",
            "contacts": {"phone": "112"},
            "rooms": 3,
            "accessible": False,
        }
    }

    [verdict] = centers(
        csv_file([["code", "name_kk", "area_code", "email", "rooms"], ["1", "", "", "a@b.kz", "4"]]), known
    ).verdicts

    assert verdict.outcome == "accepted"
    assert verdict.fields["contacts"] == {"phone": "112", "email": "a@b.kz"}
    assert (verdict.fields["rooms"], verdict.fields["accessible"], verdict.fields["area_code"]) == (4, False, "11")


def test_verdicts_are_in_order_and_account_for_every_row(csv_file, centers):
    rows = [
        ["code", "name_kk", "area_code"],
        ["1", "Абай", "11"],
        ["", "Ай", "11"],
        ["2", "Күн", "12"],
        ["1", "Абай", ""],
        ["2", "Ай", "12"],
    ]

    verdicts = centers(csv_file(rows)).verdicts

    assert {verdict.row: verdict.outcome for verdict in verdicts} == {
        2: "accepted",
        3: "rejected",
        4: "accepted",
        5: "merged",
        6: "rejected",
    }


class TestPossibleDuplicates:
    HEADER = ("code", "name_kk", "name_ru", "area_code", "latitude", "longitude")

    def flagged(self, centers, csv_file, rows, known=None):
        verdicts = centers(csv_file([self.HEADER, *rows]), known).verdicts
        assert {verdict.outcome for verdict in verdicts} <= {"accepted", "unchanged"}, "flagged, never merged"
        return {v.code: flag.params["other"] for v in verdicts for flag in v.flags if flag.code == "possible_duplicate"}

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Достық орталығы", "ДОСТЫҚ"),
            ("«Достық» қоғамдық оқу орталығы", "Достық орталығы"),
            ("Шаңырақ", "Шанырақ"),
            ("№5 мектеп орталығы", "Мектеп № 5".replace("Мектеп № 5", "5 мектеп")),
        ],
    )
    def test_alike_and_near(self, centers, csv_file, one, other):
        rows = [["1", one, "", "11", 43.25, 76.9], ["2", other, "", "12", 43.2575, 76.9]]

        assert self.flagged(centers, csv_file, rows) == {"1": "2", "2": "1"}

    def test_alike_in_any_language(self, centers, csv_file):
        rows = [["1", "Достық", "Дружба", "11", 43.25, 76.9], ["2", "", "Центр «Дружба»", "11", 43.25, 76.9]]

        assert self.flagged(centers, csv_file, rows) == {"1": "2", "2": "1"}

    @pytest.mark.parametrize(
        ("one", "other", "north"),
        [("Достық", "Достық", 0.0095), ("Достық", "Алатау", 0), ("Мектеп 12", "Мектеп 13", 0), ("Орталық", "Оқу", 0)],
    )
    def test_far_or_different(self, centers, csv_file, one, other, north):
        rows = [["1", one, "", "11", 43.25, 76.9], ["2", other, "", "12", 43.25 + north, 76.9]]

        assert self.flagged(centers, csv_file, rows) == {}

    def test_one_name_in_one_area_without_coordinates(self, centers, csv_file):
        rows = [
            ["1", "Достық", "", "11", "", ""],
            ["2", "Достық орталығы", "", "11", 43.25, 76.9],
            ["3", "Достық", "", "12", "", ""],
        ]

        assert self.flagged(centers, csv_file, rows) == {"1": "2", "2": "1"}

    def test_those_of_the_registry_count_where_the_file_does_not_move_them(self, centers, csv_file):
        place = {"type": "Point", "coordinates": [76.9, 43.25]}
        known = {code: {"code": code, "name": {"kk": "Достық"}, "area_code": "11", "point": place} for code in ("8", "9")}
        rows = [["1", "Достық", "", "11", 43.25, 76.9], ["8", "", "", "", 50, 70]]

        assert self.flagged(centers, csv_file, rows, known) == {"1": "9"}

    def test_distance_is_measured_across_the_edges_of_cells(self, centers, csv_file):
        generator = random.Random(3)  # noqa: S311 - an example
        for _ in range(30):
            latitude, longitude = generator.uniform(44, 50), generator.uniform(68, 78)
            north, east = generator.choice([(0.008, 0), (-0.008, 0), (0, 0.01), (0, -0.01), (0.005, 0.006)])
            rows = [["1", "Достық", "", "11", latitude, longitude], ["2", "Достык", "", "11", latitude + north, longitude + east]]
            assert self.flagged(centers, csv_file, rows) == {"1": "2", "2": "1"}

    def test_ten_thousand_in_one_place_take_no_quadratic_time(self, centers, csv_file):
        names = ["".join("абвгдежзик"[int(digit)] for digit in f"{i * 48_271 % 10**9:09}") for i in range(5000)]
        rows = [[i, name, "", "11", 43.25, 76.9] for i, name in enumerate([*names, *["Достық"] * 5000])]

        began = time.process_time()
        flagged = self.flagged(centers, csv_file, rows)

        assert len(flagged) >= 5000
        assert time.process_time() - began < 10
