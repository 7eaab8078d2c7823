"""What one cell of a worksheet shows."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from string import ascii_uppercase, digits

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from services.registry.imports.refusal import FileRefused
from services.registry.imports.workbook import Workbook, unescape

LAST_COLUMN = 16_384
EXACT_BELOW = 1e15
"""Spreadsheet numbers have 15 digits; a longer whole number has lost some."""

GENERAL = "General"
MAX_DIGITS = 7
ZEROS = re.compile("0{2,20}")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
is_date = lru_cache(maxsize=4096)(is_date_format)


def index(text: str | None) -> int | None:
    """Read a number by which the file points at something; None if it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None


def column(reference: str) -> int | None:
    """Read the column, from 1, out of a reference like ``AB12``; None if there is none.

    Raises:
        FileRefused: ``broken_workbook``, if it is no reference or beyond the last column.
    """
    letters = reference.rstrip(digits)
    return _column_number(letters) if letters else None


@lru_cache(maxsize=LAST_COLUMN)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
        if not 0 < number <= LAST_COLUMN or letter not in ascii_uppercase:
            raise FileRefused("broken_workbook")
    return number


def shown(kind: str, value: str, style: str, workbook: Workbook) -> str:
    """Turn a stored value into text, by the type of its cell (ECMA-376 18.18.11, ST_CellType)."""
    if kind == "n":
        return _number(value.strip(), _format(style, workbook), workbook.epoch)
    if kind == "s":
        return _shared(value, workbook)
    if kind == "b":
        return "true" if value.strip() == "1" else "false"
    return unescape(value)


def _format(style: str, workbook: Workbook) -> str:
    place = index(style)
    return workbook.formats[place] if place is not None and place < len(workbook.formats) else GENERAL


def _shared(value: str, workbook: Workbook) -> str:
    place = index(value.strip())
    if place is None or place >= len(workbook.texts):
        raise FileRefused("broken_workbook")
    return workbook.texts[place]


def _number(text: str, style: str, epoch: datetime) -> str:
    if not NUMBER.fullmatch(text):
        return text
    value = float(text)
    if style != GENERAL and is_date(style):
        return _date(value, epoch) or text
    if value.is_integer() and abs(value) < EXACT_BELOW:
        return f"{int(value):0{len(style)}d}" if ZEROS.fullmatch(style) else str(int(value))
    return repr(value)


def _date(serial: float, epoch: datetime) -> str | None:
    try:
        moment: date | time | timedelta | None = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        return None
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat() if isinstance(moment, date | time) else None
