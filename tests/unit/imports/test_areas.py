import random

import pytest

HEADER = ["code", "parent_code", "level", "name_kk"]


def by_code(judgment):
    return {verdict.code: verdict for verdict in judgment.verdicts}


def judged(areas, csv_file, rows, known=None):
    return areas(csv_file([HEADER, *([code, parent, "", f"Name {code}"] for code, parent in rows)]), known)


def known_areas(**parents):
    return {code: {"code": code, "parent_code": parent, "name": {"kk": f"Name {code}"}} for code, parent in parents.items()}


def reason(verdict):
    [finding] = verdict.findings
    return finding.code, dict(finding.params)


def test_all_fields_of_an_accepted_area(csv_file, areas):
    header = [
        "code",
        "parent_code",
        "level",
        "name_kk",
        "name_ru",
        "latitude",
        "longitude",
        "population",
        "population_year",
        "rural",
    ]
    rows = [header, ["11", "", "облыс", "Ақмола", "Акмолинская", "51.9", "69.4", "738587", "2021", "нет"]]

    [verdict] = areas(csv_file(rows)).verdicts

    assert verdict.fields == {
        "code": "11",
        "parent_code": None,
        "level": "облыс",
        "name": {"kk": "Ақмола", "ru": "Акмолинская"},
        "point": {"type": "Point", "coordinates": [69.4, 51.9]},
        "population": [{"year": 2021, "total": 738_587}],
        "rural": False,
    }


def test_parents_in_any_order_come_first_at_any_depth(csv_file, areas):
    rows = [(f"{i}", f"{i - 1}" if i else "") for i in range(3000)]
    random.Random(7).shuffle(rows)  # noqa: S311 - an example

    judgment = judged(areas, csv_file, rows)

    assert [verdict.code for verdict in judgment.verdicts] == [f"{i}" for i in range(3000)]
    assert {verdict.outcome for verdict in judgment.verdicts} == {"accepted"}


def test_an_unknown_parent_rejects_the_area_and_all_below_it(csv_file, areas):
    verdicts = by_code(judged(areas, csv_file, [("c", "b"), ("b", "a"), ("a", "nowhere"), ("x", "")]))

    assert reason(verdicts["a"]) == ("unknown_parent", {"value": "nowhere"})
    assert reason(verdicts["b"]) == ("parent_rejected", {"value": "a", "row": 4})
    assert reason(verdicts["c"]) == ("parent_rejected", {"value": "b", "row": 3})
    assert verdicts["x"].outcome == "accepted"


def test_a_parent_may_be_in_the_registry(csv_file, areas):
    assert by_code(judged(areas, csv_file, [("b", "a")], known_areas(a=None)))["b"].outcome == "accepted"


def test_a_known_parent_counts_even_if_its_new_row_is_rejected(csv_file, areas):
    verdicts = by_code(judged(areas, csv_file, [("a", "nowhere"), ("b", "a")], known_areas(a=None)))

    assert (verdicts["a"].outcome, verdicts["b"].outcome) == ("rejected", "accepted")


def test_a_cycle_names_its_rows_and_takes_along_what_hangs_on_it(csv_file, areas):
    verdicts = by_code(judged(areas, csv_file, [("a", "c"), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "e")]))

    for code in "abc":
        assert reason(verdicts[code]) == ("parent_cycle", {"rows": "2, 3, 4"})
    assert reason(verdicts["d"]) == ("parent_rejected", {"value": "c", "row": 4})
    assert reason(verdicts["e"]) == ("own_parent", {})


def test_a_cycle_through_known_areas(csv_file, areas):
    known = known_areas(top=None, middle="top", leaf="middle")

    assert reason(by_code(judged(areas, csv_file, [("top", "leaf")], known))["top"]) == ("parent_cycle", {"rows": "2"})


def test_a_row_that_is_rejected_leaves_the_known_tree_as_it_was(csv_file, areas):
    """Once "middle" stays below "top", "top" cannot go below "leaf"."""
    known = known_areas(top=None, middle="top", leaf="middle")

    verdicts = by_code(judged(areas, csv_file, [("top", "leaf"), ("middle", "nowhere")], known))

    assert reason(verdicts["middle"])[0] == "unknown_parent"
    assert reason(verdicts["top"])[0] == "parent_cycle"


def test_known_areas_may_change_places(csv_file, areas):
    known = known_areas(top=None, middle="top", leaf="middle")

    verdicts = judged(areas, csv_file, [("top", "leaf"), ("middle", "top"), ("leaf", "")], known | {}).verdicts

    assert [(v.code, v.outcome) for v in verdicts if v.code == "top"] == [("top", "rejected")], "an empty cell erases nothing"


def test_moving_below_a_former_child(csv_file, areas):
    known = known_areas(root=None, a="root", b="a")

    verdicts = judged(areas, csv_file, [("a", "b"), ("b", "root")], known).verdicts

    assert [(v.code, v.outcome) for v in verdicts] == [("b", "accepted"), ("a", "accepted")]


def test_the_same_code_twice_completes_or_contradicts(csv_file, areas):
    header = ["code", "name_kk", "name_ru", "latitude", "longitude"]
    rows = [["1", "Абай", "", "", ""], ["1", "", "Абай", "50", "70"], ["1", "Абай", "", "", ""], ["1", "Алатау", "", "", ""]]

    first, second, third, fourth = areas(csv_file([header, *rows])).verdicts

    assert first.fields["name"] == {"kk": "Абай", "ru": "Абай"}
    assert first.fields["point"]["coordinates"] == [70, 50]
    assert [(v.outcome, v.into, v.fields) for v in (second, third)] == [("merged", 2, None)] * 2
    assert reason(fourth) == ("contradicts_row", {"row": 2, "value": "Алатау", "other": "Абай"})


def test_rows_of_one_area_may_bring_counts_of_different_years(csv_file, areas):
    rows = [
        ["code", "name_kk", "population", "population_year"],
        ["1", "Абай", "10", "2021"],
        ["1", "Абай", "9", "2009"],
        ["1", "", "8", "2009"],
    ]

    first, second, third = areas(csv_file(rows)).verdicts

    assert first.fields["population"] == [{"year": 2009, "total": 9}, {"year": 2021, "total": 10}]
    assert (second.outcome, third.outcome) == ("merged", "rejected")


def test_rows_merged_into_a_rejected_one_share_its_fate(csv_file, areas):
    first, second = judged(areas, csv_file, [("a", "nowhere"), ("a", "")]).verdicts

    assert (first.outcome, second.outcome) == ("rejected", "rejected")
    assert reason(second) == ("first_row_rejected", {"row": 2})


def test_the_same_file_again_changes_nothing_and_empty_cells_erase_nothing(csv_file, areas):
    header = ["code", "parent_code", "level", "name_kk", "name_ru", "population", "population_year", "rural"]
    full = [header, ["1", "", "oblast", "Ақмола", "Акмола", "10", "2021", "no"], ["2", "1", "auyl", "Абай", "", "", "", "yes"]]
    known = {verdict.code: verdict.fields for verdict in areas(csv_file(full)).verdicts}

    again = areas(csv_file(full), known).verdicts
    sparse = areas(csv_file([["code", "name_kk"], ["1", ""], ["2", "Абай"]]), known).verdicts
    changed = areas(csv_file([["code", "name_en", "population_2009"], ["1", "Akmola", "9"]]), known).verdicts

    assert {verdict.outcome for verdict in (*again, *sparse)} == {"unchanged"}
    [verdict] = changed
    assert verdict.outcome == "accepted"
    assert verdict.fields["name"] == {"kk": "Ақмола", "ru": "Акмола", "en": "Akmola"}
    assert verdict.fields["population"] == [{"year": 2009, "total": 9}, {"year": 2021, "total": 10}]
    assert (verdict.fields["level"], verdict.fields["rural"]) == ("oblast", False)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"code": ""}, ("code", "missing_value")),
        ({"name_en": ""}, (None, "missing_name")),
        ({"population": "5"}, ("population_year", "population_without_year")),
        ({"population": "5", "population_year": "2027"}, ("population_year", "not_a_past_year")),
        ({"population": "5", "population_year": "soon"}, ("population_year", "not_a_number")),
        ({"rural": "perhaps"}, ("rural", "not_yes_or_no")),
        ({"latitude": "43"}, ("longitude", "half_coordinates")),
    ],
)
def test_what_rejects_an_area(area, cells, expected):
    verdict = area(**cells)

    assert verdict.outcome == "rejected"
    assert [(finding.field, finding.code) for finding in verdict.findings] == [expected]


def test_a_year_without_a_population_says_nothing(area):
    assert area(population_year="2021").fields["population"] == []
