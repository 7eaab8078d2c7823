"""Files as people make them, and their judgment."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest

from services.registry.imports import CountryFrame, Fields, Judgment, Verdict, frame_of, judge_areas, judge_centers, read

TODAY = date(2026, 7, 1)
KAZAKHSTAN = frame_of("KZ")
Rows = Iterable[Iterable[Any]]


def _csv_file(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def _xlsx_file(rows: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    return _saved(workbook)


def _saved(workbook: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _judge_areas(content: bytes, known: Mapping[str, Fields] | None = None, frame: CountryFrame = KAZAKHSTAN) -> Judgment:
    table = read(io.BytesIO(content), filename="areas")
    return judge_areas(table, known=known or {}, frame=frame, today=TODAY)


def _judge_centers(
    content: bytes,
    known: Mapping[str, Fields] | None = None,
    known_areas: Collection[str] = ("11", "12"),
    frame: CountryFrame = KAZAKHSTAN,
) -> Judgment:
    table = read(io.BytesIO(content), filename="centers")
    return judge_centers(table, known=known or {}, known_areas=known_areas, frame=frame, today=TODAY)


@pytest.fixture
def csv_file() -> Callable[..., bytes]:
    return _csv_file


@pytest.fixture
def xlsx_file() -> Callable[..., bytes]:
    return _xlsx_file


@pytest.fixture
def areas() -> Callable[..., Judgment]:
    """Judge the bytes of a file of areas in Kazakhstan on 1 July 2026."""
    return _judge_areas


@pytest.fixture
def centers() -> Callable[..., Judgment]:
    """Judge the bytes of a file of centers in Kazakhstan on 1 July 2026; areas 11 and 12 are known."""
    return _judge_centers


@pytest.fixture
def center() -> Callable[..., Verdict]:
    """Judge one center, of which only the interesting cells are given."""

    def judge(**cells: str) -> Verdict:
        row = {"code": "KZ-1", "name_en": "Dostyk", "area_code": "11"} | cells
        return _judge_centers(_csv_file([row.keys(), row.values()])).verdicts[0]

    return judge


@pytest.fixture
def area() -> Callable[..., Verdict]:
    """Judge one area, of which only the interesting cells are given."""

    def judge(**cells: str) -> Verdict:
        row = {"code": "11", "name_en": "Akmola"} | cells
        return _judge_areas(_csv_file([row.keys(), row.values()])).verdicts[0]

    return judge


@pytest.fixture
def workbook_file() -> Callable[..., bytes]:
    """Save a workbook that a test has made by hand."""
    return _saved
