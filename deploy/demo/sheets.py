"""The ministry's lists as files: CSV in the encodings of the country, and XLSX as a spreadsheet writes it."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook

from deploy.demo.words import load

Row = dict[str, str]
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f]")
PROPERTIES = "docProps/core.xml"
STAMP, EPOCH = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), b"1980-01-01T00:00:00Z"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def to_csv(rows: list[Row], *, language: str, encoding: str) -> bytes:
    """Write rows as CSV with semicolons, as spreadsheets do in both countries, under headers in a language."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(_table(rows, language))
    return text.getvalue().encode(encoding)


def to_xlsx(rows: list[Row], *, language: str) -> bytes:
    """Write rows as XLSX; numbers are numbers there, and what begins with = is a formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for cells in _table(rows, language):
        sheet.append([_cell(cell) for cell in cells])
    content = io.BytesIO()
    workbook.save(content)
    return _timeless(content.getvalue())


def _table(rows: list[Row], language: str) -> Iterable[list[str]]:
    fields = list(dict.fromkeys(field for row in rows for field in row))
    headers = load("sheets")["headers"][language]
    yield [headers[field] for field in fields]
    for row in rows:
        yield [row.get(field, "") for field in fields]


def _timeless(archive: bytes) -> bytes:
    """Take out when a workbook was written, so that the same rows make the same bytes on every day."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as written, zipfile.ZipFile(content, "w") as settled:
        for name in written.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(part, STAMP.sub(EPOCH, written.read(name)) if name == PROPERTIES else written.read(name))
    return content.getvalue()


def _cell(text: str) -> str | float | None:
    if not text:
        return None
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return NOT_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
