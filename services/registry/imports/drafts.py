"""Rows read cell by cell, before anything else in the file or in the registry is looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from services.registry.imports import cleaning, damage
from services.registry.imports.headers import Columns
from services.registry.imports.table import Row
from services.registry.imports.values import MAX_TEXT, Mended, Reader, Unreadable, text
from services.registry.imports.verdicts import Finding

NAME = "name_"
MAX_CELL = 32_767
"""Characters that a spreadsheet cell can hold."""

SPREADSHEET_ERROR = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "####")
SPREADSHEET_ERROR_IN_RUSSIAN = ("#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#ДЕЛ/0!", "#Н/Д", "#ЧИСЛО!", "#ПУСТО!")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row with a value for every field that is filled; ``name_kk`` and the like are fields too."""

    row: Row
    values: Mapping[str, Any]
    findings: tuple[Finding, ...]
    flags: tuple[Finding, ...]

    @property
    def code(self) -> str | None:
        """The code, if the row has one that can be read."""
        return self.values.get("code")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the fields of a kind of file are read; fields in ``signed`` may begin with plus or minus."""

    readers: Mapping[str, Reader]
    signed: frozenset[str]


def names(values: Mapping[str, Any]) -> dict[str, str]:
    """Gather the names by language."""
    return {field.removeprefix(NAME): value for field, value in values.items() if field.startswith(NAME)}


def draft(row: Row, columns: Columns, reading: Reading) -> Draft:
    """Read every cell of a row, gathering what is wrong instead of stopping at the first."""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    flags: list[Finding] = []
    for field, cell in _filled(row, columns, findings):
        try:
            values[field] = _value(field, cell, reading, flags)
        except Unreadable as fault:
            findings.append(Finding(field, fault.code, fault.params))
    return Draft(row, {field: value for field, value in values.items() if value != ""}, tuple(findings), tuple(flags))


def _filled(row: Row, columns: Columns, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """Pair the cells that say something with their fields."""
    for cell, field, header in zip_longest(row.cells, columns.fields, columns.headers):
        if cell and field:
            yield field, cell
        elif cell and not header and cell.strip():
            findings.append(Finding(None, "cell_without_header", {"value": cell[:50]}))


def _value(field: str, cell: str, reading: Reading, flags: list[Finding]) -> object:
    _refuse_what_is_no_text(cell, signed=field in reading.signed)
    cleaned = cleaning.clean(cell)
    if not cleaned.text:
        return ""
    if cleaned.had_invisible:
        flags.append(Finding(field, "invisible_removed"))
    if field.startswith(NAME):
        return _name(field, cleaned.text, flags)
    value = _reader(field, reading)(cleaned.text)
    if isinstance(value, Mended):
        flags.append(Finding(field, value.flag, {"value": cleaned.text, "mended": value.value}))
        return value.value
    return value


def _reader(field: str, reading: Reading) -> Reader:
    """Find the reader; ``population_2021`` reads as ``population``."""
    return reading.readers.get(field) or reading.readers[field.rpartition("_")[0]]


def _refuse_what_is_no_text(cell: str, *, signed: bool) -> None:
    if len(cell) > MAX_CELL:
        raise Unreadable("too_long", limit=MAX_CELL, length=len(cell))
    if cleaning.is_formula(cell, signed=signed):
        raise Unreadable("formula", value=cell[:50])
    if cell.startswith("#") and cell.startswith(SPREADSHEET_ERROR + SPREADSHEET_ERROR_IN_RUSSIAN):
        raise Unreadable("spreadsheet_error", value=cell[:50])
    if cleaning.has_lost_letter(cell):
        raise Unreadable("lost_letter", value=cell[:50])
    harmful = cleaning.harmful_character(cell)
    if harmful:
        raise Unreadable("control_character", character=f"U+{ord(harmful):04X}")


def _name(field: str, name: str, flags: list[Finding]) -> str:
    text(MAX_TEXT["name"])(name)
    found = damage.suspicion(name, field.removeprefix(NAME))
    if found:
        params = {"value": name, "letters": found.letters, "proposal": found.proposal}
        flags.append(Finding(field, "unverified_spelling", params))
    return name
