"""Dates as people and spreadsheets write them."""

import re
from datetime import date, timedelta

from services.registry.imports.values import Mended, Unreadable

YEAR = re.compile(r"(\d{4})\s*(?:г|год|г\.|ж|ж\.|жыл|жылы|он|оны|year)?\.?", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})(?:[T ].*|\s*г\.?|\s*ж\.?)?", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})(?:\s.*|г\.?|ж\.?)?", re.ASCII)
SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]\d+)?", re.ASCII)
SERIAL_EPOCH = date(1899, 12, 30)
"""Day zero of spreadsheet dates, with the 29 February 1900 that never was (ECMA-376 18.17.4.1)."""

EARLIEST = 1800
"""The earliest year that is believed."""


def day_or_year(cell: str) -> str | Mended:
    """Read a date as ISO 8601, ``2001-05-04``, or only the year if no more is known, ``2001``."""
    year = YEAR.fullmatch(cell)
    if year:
        return _year(cell, int(year[1]))
    serial = SERIAL.fullmatch(cell)
    if serial:
        return Mended((SERIAL_EPOCH + timedelta(days=int(serial[1]))).isoformat(), "date_from_serial")
    first, last = YEAR_FIRST.fullmatch(cell), DAY_FIRST.fullmatch(cell)
    if first:
        return _day(cell, first[1], first[2], first[3])
    if last:
        return _day(cell, last[3], last[2], last[1])
    raise Unreadable("not_a_date", value=cell)


def _year(cell: str, year: int) -> str:
    if year < EARLIEST:
        raise Unreadable("not_a_date", value=cell)
    return str(year)


def _day(cell: str, year: str, month: str, day: str) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unreadable("not_a_date", value=cell) from error
    _year(cell, found.year)
    return found.isoformat()
