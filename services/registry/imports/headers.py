"""Which column holds which field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from services.registry.imports import languages
from services.registry.imports.refusal import FileRefused
from services.registry.imports.table import Row, Table
from services.registry.imports.verdicts import Finding
from services.registry.imports.words import by_word, load, simplified

TITLE_ROWS = 10
"""A title may stand above the header; the header is the first of so many rows with two known fields."""

ADDED = ("problem_row", "problem")
"""What the file to mend has besides; it comes back with it."""

NAME = re.compile(r"\s*name[_ ]([a-z]{2,3}([-_][a-z0-9]{1,8})*)\s*", re.IGNORECASE | re.ASCII)
OF_A_YEAR = re.compile("([12][0-9]{3})(г|год|года|ж|жыл|жылы|он|оны|year)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file: its cells as read, and per position the field or None."""

    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    warnings: tuple[Finding, ...]

    @property
    def header_of(self) -> Mapping[str, str]:
        """Find the header cell of a field."""
        return {field: self.headers[position] for position, field in enumerate(self.fields) if field}


def take_columns(table: Table, *, kind: str, required: tuple[str, ...]) -> tuple[Columns, Iterator[Row]]:
    """Take the header off a table of ``areas`` or ``centers``; the rows below it remain.

    Raises:
        FileRefused: ``empty_file``, ``duplicate_columns``, ``missing_columns``.
    """
    first = list(islice(table.rows, TITLE_ROWS))
    if not first:
        raise FileRefused("empty_file")
    place = next((place for place, row in enumerate(first) if _known(row, kind) > 1), 0)
    columns = _columns(first[place].cells, kind)
    _check(columns, required)
    return columns, chain(first[place + 1 :], table.rows)


def _known(row: Row, kind: str) -> int:
    return sum(_field(cell, kind) is not None for cell in row.cells)


def _columns(cells: tuple[str, ...], kind: str) -> Columns:
    headers = tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells)
    fields = tuple(_field(header, kind) for header in headers)
    return Columns(headers, fields, tuple(chain(_unknown(headers, fields), _assumed(headers, fields))))


def _field(header: str, kind: str) -> str | None:
    tagged = NAME.fullmatch(header)
    language = languages.tag(tagged[1]) if tagged else None
    if language:
        return f"name_{language}"
    word = simplified(header)
    return _fields(kind).get(word) or _population_of_a_year(word, kind)


def _population_of_a_year(word: str, kind: str) -> str | None:
    """Read ``population_2021``, "Население 2021 г.": a column for each count."""
    year = OF_A_YEAR.search(word)
    if year and _fields(kind).get(word.replace(year[0], "")) == "population":
        return f"population_{year[1]}"
    return None


@cache
def _fields(kind: str) -> dict[str, str]:
    words: dict[str, Any] = load("headers.toml")
    own, common = words[kind], words["common"]
    return by_word({field: [*own.get(field, ()), *common.get(field, ())] for field in own | common}) | _names(words)


def _names(words: dict[str, Any]) -> dict[str, str]:
    """Combine the words for "name" with those for languages, in both orders."""
    nouns = [simplified(noun) for nouns in words["names"].values() for noun in nouns]
    tags = by_word(words["languages"])
    either = ((noun + word, word + noun, tag) for noun in nouns for word, tag in tags.items())
    combined = {pair: f"name_{tag}" for before, after, tag in either for pair in (before, after)}
    return combined | {noun: f"name_{tag}" for noun, tag in _bare_names().items()}


@cache
def _bare_names() -> dict[str, str]:
    return by_word(load("headers.toml")["names"])


def _unknown(headers: tuple[str, ...], fields: tuple[str | None, ...]) -> Iterator[Finding]:
    unknown = [header for header, field in zip(headers, fields, strict=True) if header and not field and header not in ADDED]
    if unknown:
        yield Finding(None, "unknown_columns", {"columns": ", ".join(unknown)})


def _assumed(headers: tuple[str, ...], fields: tuple[str | None, ...]) -> Iterator[Finding]:
    for header, field in zip(headers, fields, strict=True):
        if field and simplified(header) in _bare_names():
            yield Finding(field, "language_assumed", {"header": header, "field": field})


def _check(columns: Columns, required: tuple[str, ...]) -> None:
    seen: dict[str, str] = {}
    for header, field in zip(columns.headers, columns.fields, strict=True):
        if field and field in seen:
            raise FileRefused("duplicate_columns", field=field, first=seen[field], second=header)
        seen[field or ""] = header
    missing = [name for name in required if not any(field.startswith(name) for field in seen)]
    if missing:
        raise FileRefused("missing_columns", columns=", ".join(missing))
