"""Geographic coordinates as people write them, in decimal degrees (WGS 84, ISO 6709)."""

import re

from services.registry.imports.values import Unreadable

SOUTH_OR_WEST = re.compile("[swюз]", re.IGNORECASE)
HEMISPHERE = r"(?:[nsewсювз]|[сю]\.?\s?ш\.?|[вз]\.?\s?д\.?)"
DECIMAL = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d+)?", re.ASCII)
NUMBERS = re.compile(
    rf"(?P<before>{HEMISPHERE})?\s*(?P<sign>[-+−]?)(?P<degrees>\d{{1,3}}(?:[.,]\d+)?)\s*(?:[°º˚]|\s|$)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’`]|\s|$)\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”“]|''|′′|’’|\s|$)\s*)?"
    rf"(?P<after>{HEMISPHERE})?",
    re.IGNORECASE,
)
SIXTY = 60
MAX_LENGTH = 50
HALF_TURN = 180
DIGITS = 7
"""Decimals kept of degrees, minutes and seconds: about a centimeter."""


def degrees(cell: str) -> float:
    """Read ``43.25``, ``43,25``, ``-43.25``, ``43°15'0.5"N`` or ``43° 15,5′ с.ш.``; up to 180 either way."""
    value = _number(cell) if DECIMAL.fullmatch(cell) else _from_parts(cell)
    if not -HALF_TURN <= value <= HALF_TURN:
        raise Unreadable("not_a_coordinate", value=cell)
    return value


def _from_parts(cell: str) -> float:
    found = NUMBERS.fullmatch(cell) if len(cell) < MAX_LENGTH else None
    if not found:
        raise Unreadable("not_a_coordinate", value=cell)
    minutes, seconds = _number(found["minutes"] or "0"), _number(found["seconds"] or "0")
    side = found["before"] or found["after"] or ""
    if minutes >= SIXTY or seconds >= SIXTY or (found["before"] and found["after"]):
        raise Unreadable("not_a_coordinate", value=cell)
    value = round(_number(found["degrees"]) + minutes / SIXTY + seconds / SIXTY**2, DIGITS)
    return -value if found["sign"] in ("-", "−") or SOUTH_OR_WEST.match(side) else value


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-") or 0)
