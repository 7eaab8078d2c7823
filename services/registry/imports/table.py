"""A file of either format as one table of texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from services.registry.imports import delimited, encoding, sheet, signature, workbook
from services.registry.imports.archive import Archive
from services.registry.imports.cleaning import restored
from services.registry.imports.refusal import FileRefused
from services.registry.imports.verdicts import Finding

MAX_MIB = 50
MAX_ROWS = 200_000
MAX_COLUMNS = 200

NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its number in the spreadsheet and its cells as text.

    The apostrophes that ``mending`` puts before live texts are off again.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, to be gone through once; the header is among them.

    ``delimiter`` is that of the CSV (``,`` for a workbook). ``warnings`` are about the file.
    """

    filename: str
    delimiter: str
    warnings: tuple[Finding, ...]
    rows: Iterator[Row]


def read(file: BinaryIO, *, filename: str) -> Table:
    """Read CSV or XLSX, told apart by content. Rows come one by one as the table is gone through.

    Raises:
        FileRefused: here or while the rows are gone through: ``empty_file``, ``too_large``, ``too_many_rows``,
            ``too_many_columns``, and those of ``signature``, ``encoding``, ``delimited``, ``archive``, ``workbook``.
    """
    content = file.read((MAX_MIB << 20) + 1)
    if len(content) > MAX_MIB << 20:
        raise FileRefused("too_large", limit=MAX_MIB)
    if signature.is_workbook(content):
        return _workbook(content, filename)
    return _delimited(content, filename)


def _delimited(content: bytes, filename: str) -> Table:
    name = encoding.detect(content)
    delimiter = delimited.sniff(content, name)
    guessed = (Finding(None, "encoding_guessed", {"encoding": name}),) if encoding.is_guessed(name) else ()
    return Table(filename, delimiter, guessed, _filled(delimited.rows(content, name, delimiter)))


def _workbook(content: bytes, filename: str) -> Table:
    archive = Archive(content)
    book = workbook.open_workbook(archive)
    for position, page in enumerate(book.sheets):
        rows = _filled(sheet.rows(archive, book, page))
        first = next(rows, None)
        if first:
            others = [other.title for other in book.sheets[position + 1 :]]
            return Table(filename, ",", _ignored(others), chain([first], rows))
    raise FileRefused("empty_file")


def _ignored(titles: list[str]) -> tuple[Finding, ...]:
    return (Finding(None, "other_sheets", {"sheets": ", ".join(titles)}),) if titles else ()


def _filled(rows: Iterator[NumberedRow]) -> Iterator[Row]:
    """Skip the empty rows, cut the empty ends, and keep to the limits."""
    count = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRefused("too_many_rows", limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise FileRefused("too_many_columns", limit=MAX_COLUMNS, row=number)
        yield Row(number, tuple(map(restored, cells)))
