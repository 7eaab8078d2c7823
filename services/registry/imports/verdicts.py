"""What is said of each row of a file, and of the file as a whole."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias

Fields: TypeAlias = dict[str, Any]
"""An area or a center as the registry keeps it: the shapes stand in ``areas.py`` and ``centers.py``."""


class Outcome(StrEnum):
    """What becomes of a row."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    REJECTED = "rejected"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell about a row or a file; ``texts.toml`` has its reason and remedy by ``code``.

    ``field`` is canonical (``latitude``, ``name_kk``) or None when the finding is about the whole.
    """

    field: str | None
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The judgment of one row.

    ``row`` is the number that a spreadsheet shows. ``fields`` are what the registry should hold
    (None for merged and rejected rows). ``findings`` say why a row is rejected, ``flags`` what to
    check in a row that is not. ``into`` is the row that a merged one completes. ``cells`` are the
    cells as read, so that a row that is rejected, now or by the registry later, can be given back.
    """

    row: int
    outcome: Outcome
    code: str | None
    fields: Fields | None = None
    findings: tuple[Finding, ...] = ()
    flags: tuple[Finding, ...] = ()
    into: int | None = None
    cells: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Judgment:
    """The judgment of a file: one verdict per row that is not empty.

    ``headers`` are the header cells as read; ``header_of`` finds them by field. ``warnings`` are
    about the file. ``verdicts`` of areas stand parents first; of centers, in the file's order.
    """

    headers: tuple[str, ...]
    header_of: Mapping[str, str]
    delimiter: str
    warnings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
