"""What holds for every file."""

import io
import warnings
import zipfile
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.registry.imports import FileRefused, Outcome, read, row_report, to_csv, to_xlsx
from services.registry.imports.cleaning import LIVE, disarmed, restored

AREA_HEADER = [
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
CENTER_HEADER = ["code", "name_kk", "name_ru", "area_code", "latitude", "longitude", "phone", "rooms", "founded_on", "languages"]
SIGNS = "абвгдөүқң'\"=+-@\t\n ;,?єї0\x07\u200b１＝_x0041"
LENIENT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)

texts = st.text(alphabet=SIGNS, max_size=8) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
codes = st.sampled_from(["a", "b", "c", "d", "11", ""])
numbers = st.sampled_from(["", "0", "43.25", "76,9", "43°15'", "x", "2021", "-5", "51", "68"])
area_rows = st.lists(st.tuples(codes, codes, texts, texts, texts, *[numbers] * 5).map(list), max_size=8)
center_rows = st.lists(st.tuples(codes, texts, texts, codes, *[numbers] * 6).map(list), max_size=8)
kinds = st.sampled_from(["areas", "centers"]).flatmap(
    lambda kind: st.tuples(st.just(kind), area_rows if kind == "areas" else center_rows),
)


def table_of(kind, rows):
    return [AREA_HEADER if kind == "areas" else CENTER_HEADER, *rows]


@given(kinds)
@LENIENT
def test_every_row_that_is_not_empty_gets_one_verdict_that_can_be_told(csv_file, areas, centers, file):
    kind, rows = file

    judgment = {"areas": areas, "centers": centers}[kind](csv_file(table_of(kind, rows)))

    filled = [number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    assert [entry["row"] for entry in row_report(judgment, "mn")] == filled
    for verdict in judgment.verdicts:
        assert bool(verdict.findings) == (verdict.outcome is Outcome.REJECTED)
        assert (verdict.fields is not None) == (verdict.outcome in (Outcome.ACCEPTED, Outcome.UNCHANGED))


@given(kinds)
@LENIENT
def test_what_was_accepted_is_unchanged_the_second_time(csv_file, areas, centers, file):
    kind, rows = file
    judge = {"areas": areas, "centers": centers}[kind]
    first = judge(csv_file(table_of(kind, rows))).verdicts
    known = {verdict.code: verdict.fields for verdict in first if verdict.fields}

    second = judge(csv_file(table_of(kind, rows)), known).verdicts

    accepted = {verdict.row for verdict in first if verdict.outcome is Outcome.ACCEPTED}
    assert {verdict.row for verdict in second if verdict.outcome is Outcome.UNCHANGED} >= accepted
    assert [verdict.code for verdict in second if verdict.outcome is Outcome.ACCEPTED and verdict.row in accepted] == []


@given(area_rows)
@LENIENT
def test_parents_are_accepted_before_their_children(csv_file, areas, rows):
    seen = {None}
    for verdict in areas(csv_file(table_of("areas", rows))).verdicts:
        if verdict.outcome is Outcome.ACCEPTED:
            assert verdict.fields["parent_code"] in seen
            seen.add(verdict.code)


@given(kinds, st.sampled_from([to_csv, to_xlsx]))
@LENIENT
def test_rejected_rows_come_back_as_they_were(csv_file, areas, centers, file, write):
    kind, rows = file
    judge = {"areas": areas, "centers": centers}[kind]
    judgment = judge(csv_file(table_of(kind, rows)))
    rejected = [verdict for verdict in judgment.verdicts if verdict.outcome is Outcome.REJECTED]

    back = judge(write(judgment, "en")).verdicts

    width = len(CENTER_HEADER)
    sent = sorted((*verdict.cells, *[""] * (width - len(verdict.cells))) for verdict in rejected)
    came = sorted(row_cells(write(judgment, "en"), width))
    assert came == sent
    assert len(back) == len(rejected)


def row_cells(content, width):
    for row in list(read(io.BytesIO(content), filename="mended").rows)[1:]:
        yield (*row.cells[:width],)


@given(texts)
def test_disarming_is_undone_by_reading_and_leaves_nothing_live(text):
    assert restored(disarmed(text)) == text
    assert disarmed(text).startswith("'") or not LIVE.match(text)


@given(st.binary(max_size=400))
@LENIENT
def test_random_bytes_are_read_or_refused(areas, content):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"code,name_kk\n", b"\xef\xbb\xbf"):
        judged_or_refused(areas, start + content)


@given(st.lists(st.tuples(st.integers(0, 8000), st.integers(0, 255)), min_size=1, max_size=6))
@LENIENT
def test_a_workbook_with_wrong_bytes_is_read_or_refused(xlsx_file, areas, changes):
    content = bytearray(xlsx_file([["code", "name_kk"], ["1", "Абай"], ["2", "Алатау"]]))
    for place, value in changes:
        content[place % len(content)] = value

    judged_or_refused(areas, bytes(content))


@given(
    st.text(alphabet="<>/=\"' abcrvtsi&;0123456789xmlsheetDatow", max_size=300),
    st.sampled_from(["sheet1", "styles", "sharedStrings", "workbook"]),
)
@LENIENT
def test_any_part_with_other_words_is_read_or_refused(xlsx_file, areas, text, part):
    packed, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(xlsx_file([["code", "name_kk"], ["1", "Абай"]])))
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content[: len(content) // 2] + text.encode() + content[len(content) // 2 :] if part in name else content
            )

    judged_or_refused(areas, packed.getvalue())


def judged_or_refused(judge, content):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with suppress(FileRefused):
            judge(content)


visible_texts = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]), max_size=10)
sheet_values = (
    st.none() | st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9, width=32) | st.booleans() | visible_texts
    | st.dates(min_value=date(1900, 3, 1))
)  # fmt: skip


@given(st.lists(st.lists(sheet_values, min_size=1, max_size=6), min_size=1, max_size=6))
@LENIENT
def test_workbooks_read_as_openpyxl_reads_them(xlsx_file, rows):
    rows = [["head"], *[[value for value in row if not isinstance(value, str) or value[:1] not in "='"] for row in rows]]
    content = xlsx_file(rows)

    ours = {row.number: row.cells for row in read(io.BytesIO(content), filename="x").rows}

    for number, row in enumerate(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True), start=1):
        expected = [as_text(value) for value in row]
        cells = [*ours.get(number, ()), *[""] * len(expected)][: len(expected)]
        assert [cell.strip() for cell in cells] == [cell.strip() for cell in expected]


def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "date"):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def test_the_examples_reach_every_outcome(csv_file, areas):
    rows = [["a", "", "", "А"], ["a", "", "", "А"], ["b", "x", "", "Б"]]

    outcomes = {verdict.outcome for verdict in areas(csv_file(table_of("areas", rows))).verdicts}

    assert outcomes == {Outcome.ACCEPTED, Outcome.MERGED, Outcome.REJECTED}
    with pytest.raises(FileRefused):
        areas(b"")
