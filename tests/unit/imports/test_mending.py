import csv
import io

import openpyxl
import pytest

from services.registry.imports import LANGUAGES, row_report, summary, to_csv, to_xlsx, warnings

ROWS = [
    ["Код", "Наименование", "Код района", "Бюджет", "Телефон"],
    ["1", "Абай", "11", "5", "112"],
    ["2", "=HYPERLINK(1)", "11", "-7", ""],
    ["3", "Алатау", "99", "@x", "+7 701 1"],
    ["4", "Қ\x07ала", "11", "", "x"],
    ["5", "'=1", "11", "''+1", "'=2"],
    ["5", "'Абай'", "99", "", ""],
]


def cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_summary_counts_every_row(csv_file, centers):
    rows = [*ROWS, ["6", "Т?в", "11", "", ""], ["6", "Т?в", "11", "", ""]]

    assert summary(centers(csv_file(rows))) == {
        "rows": 8, "accepted": 2, "unchanged": 0, "merged": 1, "rejected": 5, "flagged": 2,
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_row_report_tells_column_reason_and_remedy(csv_file, centers, language):
    report = row_report(centers(csv_file(ROWS)), language)

    assert [entry["row"] for entry in report] == [2, 3, 4, 5, 6, 7]
    [finding] = report[2]["findings"]
    assert (finding["column"], finding["field"], finding["code"]) == ("Код района", "area_code", "unknown_area")
    assert "99" in finding["reason"]
    assert finding["remedy"]
    assert report[2]["outcome_text"]


def test_warnings_are_told(csv_file, centers):
    assert [warning["code"] for warning in warnings(centers(csv_file(ROWS)), "kk")] == ["unknown_columns", "language_assumed"]


def test_the_file_to_mend_has_the_rejected_rows_and_their_problems(csv_file, centers):
    header, *rows = cells(to_csv(centers(csv_file(ROWS, delimiter=",")), "ru"))

    assert header == [*ROWS[0], "problem_row", "problem"]
    assert [row[-2] for row in rows] == ["3", "4", "5", "6", "7"]
    assert rows[1][-1].startswith("Код района: Территории 99 нет в реестре.")


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_nothing_in_it_is_live(csv_file, centers, write):
    content = write(centers(csv_file(ROWS)), "en")

    if write is to_csv:
        found = [cell for row in cells(content) for cell in row]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
        found = [str(cell.value or "") for row in sheet for cell in row]
    assert [cell for cell in found if cell.startswith(tuple("=+-@\t\r＝＋－＠"))] == []


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_it_comes_back_with_the_same_texts_and_the_same_verdicts(csv_file, centers, write):
    first = [verdict for verdict in centers(csv_file(ROWS)).verdicts if verdict.outcome == "rejected"]

    back = centers(write(centers(csv_file(ROWS)), "mn"))
    again = centers(write(back, "kk"))

    width = len(ROWS[0])
    for judgment in (back, again):
        texts = sorted([(*verdict.cells[:width],) for verdict in judgment.verdicts])
        assert texts == sorted([(*verdict.cells, *[""] * (width - len(verdict.cells))) for verdict in first])
        assert [warning.code for warning in judgment.warnings] == ["unknown_columns", "language_assumed"]
        assert judgment.headers[:width] == tuple(ROWS[0])
    assert again.headers == back.headers


def test_it_keeps_the_delimiter_of_the_file(csv_file, centers):
    content = to_csv(centers(csv_file(ROWS, delimiter=";")), "en")

    assert content.startswith("\ufeffКод;Наименование".encode())


def test_cells_beyond_the_header_come_back_too(centers):
    content = to_csv(centers(b"code,name_en,area_code\n1,A,11,x,y\n"), "en")

    assert cells(content)[1][:5] == ["1", "A", "11", "x", "y"]
    assert centers(content).verdicts[0].findings[0].code == "cell_without_header"


def test_a_mended_row_is_accepted(csv_file, centers):
    content = to_csv(centers(csv_file(ROWS)), "kk").replace(b"99", b"11")

    assert [verdict.code for verdict in centers(content).verdicts if verdict.outcome == "accepted"] == ["3", "5"]
