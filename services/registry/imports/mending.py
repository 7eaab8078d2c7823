"""Rejected rows as a file to mend and send again.

It has the headers of the file that was sent, its rejected rows as they were, and two columns more:
``problem_row`` and ``problem``, which are passed over when it comes back. Nothing in it is live: what a
spreadsheet could run stands behind an apostrophe, which reading takes off again.
"""

import csv
import io
import re
from collections.abc import Iterator

from openpyxl import Workbook

from services.registry.imports import texts
from services.registry.imports.cleaning import disarmed
from services.registry.imports.headers import ADDED
from services.registry.imports.report import told
from services.registry.imports.verdicts import Judgment, Outcome, Verdict

MAX_CELL = 32_767
NOT_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""What an XLSX cell holds only as ``_x0007_`` (ECMA-376 22.9.2.19), and what looks like that."""


def to_csv(judgment: Judgment, language: str) -> bytes:
    """Write the rejected rows as CSV, UTF-8 with a byte-order mark, delimited as the file was."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=judgment.delimiter).writerows(_rows(judgment, language))
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(judgment: Judgment, language: str) -> bytes:
    """Write the rejected rows as XLSX, every cell a text; texts beyond a cell's limit are cut."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(texts.word("sheet_to_mend", language))
    for row in _rows(judgment, language):
        sheet.append([NOT_XML.sub(_escape, cell)[:MAX_CELL] for cell in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _rows(judgment: Judgment, language: str) -> Iterator[list[str]]:
    rejected = [verdict for verdict in judgment.verdicts if verdict.outcome is Outcome.REJECTED]
    width = max(len(judgment.headers), *(len(verdict.cells) for verdict in rejected), 0)
    headers = _padded(judgment.headers, width)
    kept = [position for position, header in enumerate(headers) if header not in ADDED]
    yield [*(disarmed(headers[position]) for position in kept), *ADDED]
    for verdict in sorted(rejected, key=lambda verdict: verdict.row):
        cells = _padded(verdict.cells, width)
        problem = _problem(verdict, judgment, language)
        yield [*(disarmed(cells[position]) for position in kept), str(verdict.row), disarmed(problem)]


def _padded(cells: tuple[str, ...], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _problem(verdict: Verdict, judgment: Judgment, language: str) -> str:
    lines = [
        texts.word("problem_in_column" if finding["column"] else "problem_in_row", language, **finding)
        for finding in told(verdict.findings, judgment, language)
    ]
    return "\n".join(lines)


def _escape(sign: re.Match[str]) -> str:
    return f"_x{ord(sign[0]):04X}_"
