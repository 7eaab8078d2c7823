"""Import of areas and centers from CSV and XLSX: a file goes in, a verdict on every row comes out.

Pure functions, no database and no network. In the order of use::

    table = read(file, filename="centers.xlsx")
    judgment = judge_centers(table, known=..., known_areas=..., frame=frame_of("KZ"), today=...)
    summary(judgment)                   # {"rows": 120, "accepted": 100, ...}
    row_report(judgment, "kk")          # every row: outcome, column, reason, remedy
    to_csv(judgment, "kk")              # the rejected rows, to mend and send again

Whatever the bytes are, the only exception is ``FileRefused``; ``reason`` and ``remedy`` put its code
into words. It can also come from ``judge_*``, for rows are read as they are judged; then nothing of the
file counts.
"""

from services.registry.imports.areas import judge_areas
from services.registry.imports.centers import judge_centers
from services.registry.imports.frames import WORLD, CountryFrame, frame_of
from services.registry.imports.mending import to_csv, to_xlsx
from services.registry.imports.refusal import FileRefused
from services.registry.imports.report import row_report, summary, warnings
from services.registry.imports.table import Table, read
from services.registry.imports.texts import LANGUAGES, reason, remedy, word
from services.registry.imports.verdicts import Fields, Finding, Judgment, Outcome, Verdict

__all__ = [
    "LANGUAGES",
    "WORLD",
    "CountryFrame",
    "Fields",
    "FileRefused",
    "Finding",
    "Judgment",
    "Outcome",
    "Table",
    "Verdict",
    "frame_of",
    "judge_areas",
    "judge_centers",
    "read",
    "reason",
    "remedy",
    "row_report",
    "summary",
    "to_csv",
    "to_xlsx",
    "warnings",
    "word",
]
