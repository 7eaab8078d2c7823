"""Rows of a CSV file (RFC 4180, with the liberties that spreadsheet programs take)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from services.registry.imports.refusal import FileRefused

DELIMITERS = (",", ";", "\t")
DIRECTIVE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
SNIFFED_ROWS = 50
END = "\x1f\x1fend of file\x1f\x1f"
"""Follows the last line: if a quotation mark is still open there, it is swallowed and found missing."""


def lines(content: bytes, encoding: str) -> Iterator[str]:
    """Decode line by line, keeping line breaks as they are."""
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


def sniff(content: bytes, encoding: str) -> str:
    """Name the delimiter: of those that split the header, the one that splits the rows alike."""
    text = lines(content, encoding)
    directive = DIRECTIVE.fullmatch(next(text, ""))
    if directive and directive[1] in DELIMITERS:
        return directive[1]
    sample = list(islice(lines(content, encoding), SNIFFED_ROWS))
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: Iterable[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    commonest = max(set(widths), key=widths.count, default=0)
    return (widths.count(commonest) / len(widths) if commonest > 1 else 0.0), commonest


def rows(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row, as a spreadsheet numbers them.

    A quoted line break does not start a row, an empty line does, the directive ``sep=;`` is none.

    Raises:
        FileRefused: ``unclosed_quote`` with the row in which the quotation mark was opened.
    """
    text = chain(lines(content, encoding), [END])
    first = next(text)
    reader = csv.reader(text if DIRECTIVE.fullmatch(first) else chain([first], text), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells == [END]:
                return
            if cells and END in cells[-1]:
                break
            yield number, cells
    except csv.Error:
        number += 1
    raise FileRefused("unclosed_quote", row=number)
