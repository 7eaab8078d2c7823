"""What a cell says, by the kind of its field. Each reader takes a clean text and gives the value.

A reader raises ``Unreadable`` with the code of the finding; a value that had to be mended on the way
comes as ``Mended`` with the code of the flag.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from services.registry.imports import languages, words

MAX_TEXT = {"name": 200, "code": 64, "level": 100, "phone": 100, "email": 254, "languages": 300}
MAX_COUNT = 10_000_000_000
MAX_DIGITS = 30
MIN_DIGITS = 3

GROUPED = re.compile(r"\d{1,3}([,.' ]\d{3})+|\d+", re.ASCII)
SPACE = re.compile(r"[\s\u202f’]")
WHOLE_AS_DECIMAL = re.compile(r"(\d+)[.,]0+", re.ASCII)
LONG_WHOLE_AS_DECIMAL = re.compile(r"(\d{3,})[.,]0+", re.ASCII)
SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+(\d{1,2})", re.ASCII)
PHONE = re.compile(r"\+?[\d(][\d\s().,;/+–-]*(?:(?:ext|доб|ішкі|вн|дотуур)?\.?:?\s?\d+)?", re.ASCII | re.IGNORECASE)
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@([^@\s.,;<>\"]+\.)+[^@\s.,;<>\"]{2,}")


class Unreadable(Exception):
    """The text says nothing that the field can hold; ``code`` and ``params`` as in ``Finding``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Mended(NamedTuple):
    """A value that is not what the cell says literally."""

    value: object
    flag: str


Reader = Callable[[str], object]


def text(limit: int) -> Reader:
    """Take any text up to a number of characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise Unreadable("too_long", limit=limit, length=len(cell))
        return cell

    return read


def code(cell: str) -> str | Mended:
    """Keep a code as it is, unless a spreadsheet took it for a number.

    ``110000000.0`` and ``1.10000000E+8`` still have every digit and are mended; ``1.1E+08`` has lost some.
    """
    scientific = SCIENTIFIC.fullmatch(cell)
    if scientific:
        return _from_scientific(cell, scientific)
    decimal = LONG_WHOLE_AS_DECIMAL.fullmatch(cell)
    return Mended(decimal[1], "code_mended") if decimal else str(text(MAX_TEXT["code"])(cell))


def _from_scientific(cell: str, found: re.Match[str]) -> Mended:
    first, rest, power = found[1], found[2] or "", int(found[3])
    if len(rest) < power or rest[power:].strip("0"):
        raise Unreadable("code_damaged", value=cell)
    return Mended(first + rest[:power], "code_mended")


def count(cell: str) -> int:
    """Read a whole number; thousands may be set apart by spaces, commas, points or apostrophes."""
    digits = SPACE.sub("", cell)
    decimal = WHOLE_AS_DECIMAL.fullmatch(digits)
    if decimal and not GROUPED.fullmatch(digits):
        digits = decimal[1]
    if not GROUPED.fullmatch(digits):
        raise Unreadable("not_a_number", value=cell)
    number = int(re.sub(r"\D", "", digits)) if len(digits) < MAX_DIGITS else MAX_COUNT + 1
    if number > MAX_COUNT:
        raise Unreadable("not_a_number", value=cell)
    return number


def chosen(name: str) -> Reader:
    """Take a code of a list in ``choices.toml`` or one of its synonyms."""

    def read(cell: str) -> str:
        found = words.choices(name).get(words.simplified(cell))
        if not found:
            allowed = ", ".join(dict.fromkeys(words.choices(name).values()))
            raise Unreadable("unknown_choice", value=cell, choices=allowed)
        return found

    return read


def yes_or_no(name: str) -> Reader:
    """Take yes or no in four languages, or the two words of the field itself (rural, urban)."""

    def read(cell: str) -> bool:
        word = words.simplified(cell)
        found = words.choices(name).get(word) or words.choices("yes_or_no").get(word)
        if not found:
            raise Unreadable("not_yes_or_no", value=cell)
        return found == "yes"

    return read


def phone(cell: str) -> str:
    """Keep a phone number, or several, as people write it: digits and the usual signs."""
    digits = sum(map(str.isdigit, cell))
    if len(cell) > MAX_TEXT["phone"] or not PHONE.fullmatch(cell) or digits < MIN_DIGITS:
        raise Unreadable("not_a_phone", value=cell)
    return cell


def email(cell: str) -> str:
    """Take what looks like one address (RFC 5321 without its rarities); the domain in small letters."""
    if len(cell) > MAX_TEXT["email"] or not EMAIL.fullmatch(cell):
        raise Unreadable("not_an_email", value=cell)
    name, _, domain = cell.partition("@")
    return f"{name}@{domain.lower()}"


def language_list(cell: str) -> list[str]:
    """Read languages set apart by comma, semicolon, slash, bar or "and"; each once, in order."""
    found: dict[str, None] = {}
    text(MAX_TEXT["languages"])(cell)
    for part in re.split(r"[,;/|\n]+|\s(?:and|и|және|мен|ба|болон)\s", cell):
        for word in [part] if languages.tag(part) else part.split():
            tag = languages.tag(word)
            if not tag:
                raise Unreadable("not_a_language", value=word)
            found[tag] = None
    return list(found)
