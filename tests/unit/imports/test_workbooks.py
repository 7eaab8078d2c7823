from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.registry.imports import FileRefused

HEADER = ["code", "name_kk", "area_code", "latitude", "longitude", "founded_on", "rooms", "accessible"]


def test_numbers_dates_and_booleans_come_as_a_person_sees_them(xlsx_file, centers):
    row = [110000000, "Өркен", 11, 43.25, 76.9, date(2001, 5, 4), 5, True]

    [verdict] = centers(xlsx_file([HEADER, row])).verdicts

    assert verdict.row == 2
    assert verdict.fields["code"] == "110000000"
    assert verdict.fields["point"]["coordinates"] == [76.9, 43.25]
    assert verdict.fields["founded_on"] == "2001-05-04"
    assert (verdict.fields["rooms"], verdict.fields["accessible"]) == (5, True)


def test_a_code_keeps_the_zeros_of_its_format(workbook_file, centers):
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["code", "name_en", "area_code"])
    workbook.worksheets[0].append([7, "Abai", 11])
    workbook.worksheets[0]["A2"].number_format = "0000"

    [verdict] = centers(workbook_file(workbook)).verdicts

    assert verdict.code == "0007"


def test_dates_of_the_calendar_of_1904(workbook_file, centers):
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0].append(["code", "name_en", "area_code", "founded_on"])
    workbook.worksheets[0].append(["1", "Abai", "11", date(2001, 5, 4)])

    [verdict] = centers(workbook_file(workbook)).verdicts

    assert verdict.fields["founded_on"] == "2001-05-04"


def test_formulas_and_errors_are_rejected_with_their_cells(xlsx_file, centers):
    rows = [HEADER[:5], ["1", "Абай", "11", "=1+42", 76.9], ["2", "=A1", "11"], ["3", "Достық", "#REF!"]]

    verdicts = centers(xlsx_file(rows)).verdicts

    found = {(v.row, f.field, f.code) for v in verdicts for f in v.findings if f.code != "half_coordinates"}
    assert found == {(2, "latitude", "formula"), (3, "name_kk", "formula"), (4, "area_code", "spreadsheet_error")}


def test_empty_rows_are_skipped_but_counted_and_the_stated_dimension_is_not_believed(workbook_file, centers):
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for column, header in enumerate(["code", "name_en", "area_code"], start=1):
        sheet.cell(3, column, header)
        sheet.cell(1_000_000, column, ["1", "Abai", "11"][column - 1])

    [verdict] = centers(workbook_file(workbook)).verdicts

    assert verdict.row == 1_000_000


def test_the_first_filled_visible_sheet_is_read_and_the_others_told(workbook_file, centers):
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].sheet_state = "hidden"
    workbook.worksheets[0].append(["not", "this"])
    workbook.create_sheet("Empty")
    for title in ("Centers", "Notes"):
        sheet = workbook.create_sheet(title)
        sheet.append(["code", "name_en", "area_code"])
        sheet.append(["1", title, "11"])

    judgment = centers(workbook_file(workbook))

    assert judgment.verdicts[0].fields["name"] == {"en": "Centers"}
    assert [(w.code, w.params["sheets"]) for w in judgment.warnings] == [("other_sheets", "Notes")]


def test_rich_text_is_joined(workbook_file, centers):
    workbook = openpyxl.Workbook()
    text = CellRichText("Абай ", TextBlock(InlineFont(b=True), "Достық"))
    workbook.worksheets[0].append(["code", "name_kk", "area_code"])
    workbook.worksheets[0].append(["1", text, "11"])

    [verdict] = centers(workbook_file(workbook)).verdicts

    assert verdict.fields["name"] == {"kk": "Абай Достық"}


def test_an_empty_workbook_is_refused(workbook_file, centers):
    with pytest.raises(FileRefused) as refusal:
        centers(workbook_file(openpyxl.Workbook()))

    assert refusal.value.code == "empty_file"


def test_too_many_columns_are_refused(xlsx_file, centers):
    with pytest.raises(FileRefused) as refusal:
        centers(xlsx_file([[f"c{i}" for i in range(201)]]))

    assert refusal.value.code == "too_many_columns"
