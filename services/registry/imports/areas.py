"""Judging a file of areas: oblasts, soums, khoroos, of any depth and name of levels."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.registry.imports import values
from services.registry.imports.ancestry import is_above, parents_first
from services.registry.imports.degrees import degrees
from services.registry.imports.drafts import Draft, Reading, draft, names
from services.registry.imports.folding import Folded, fold, follow, rejected, settled
from services.registry.imports.frames import CountryFrame
from services.registry.imports.headers import take_columns
from services.registry.imports.places import place
from services.registry.imports.populations import counts, dated
from services.registry.imports.table import Table
from services.registry.imports.verdicts import Fields, Finding, Judgment, Verdict

READING = Reading(
    readers={
        "code": values.code,
        "parent_code": values.code,
        "level": values.text(values.MAX_TEXT["level"]),
        "latitude": degrees,
        "longitude": degrees,
        "population": values.count,
        "population_year": values.count,
        "rural": values.yes_or_no("rural"),
    },
    signed=frozenset({"latitude", "longitude", "population", "population_year", "rural"}),
)


def judge_areas(table: Table, *, known: Mapping[str, Fields], frame: CountryFrame, today: date) -> Judgment:
    """Judge every row; verdicts stand so that parents come before their children.

    ``known`` are the areas of the registry by code, in the shape that accepted ones have::

        {"code": str, "parent_code": str | None, "level": str | None, "name": {language: text},
         "point": GeoJSON Point | None, "population": [{"year": 2021, "total": 123}], "rural": bool | None}

    Raises:
        FileRefused: as ``read`` does, and ``missing_columns``, ``duplicate_columns``.
    """
    columns, rows = take_columns(table, kind="areas", required=("code", "name"))
    folded = fold(dated(draft(row, columns, READING), today) for row in rows)
    verdicts = tuple(_Tree(folded, known, frame).verdicts())
    return Judgment(columns.headers, columns.header_of, table.delimiter, (*table.warnings, *columns.warnings), verdicts)


class _Tree:
    """The known areas, to which the areas of the file are added one by one."""

    def __init__(self, folded: Folded, known: Mapping[str, Fields], frame: CountryFrame) -> None:
        self._folded = folded
        self._known = known
        self._frame = frame
        self._parents = {code: fields.get("parent_code") for code, fields in known.items()}
        self._rejected = {verdict.code: verdict.row for verdict in folded.rejected}
        wished = {code: self._parent(area) for code, area in folded.drafts.items()}
        self._ancestry = parents_first(folded.drafts, self._parents | wished)

    def verdicts(self) -> Iterator[Verdict]:
        """Judge the areas, parents first; rows merged into one follow it."""
        for code in self._ancestry.order:
            verdict = self._verdict(code, self._folded.drafts[code])
            yield verdict
            yield from follow(verdict, self._folded.merged.get(verdict.row, ()))
        yield from self._folded.rejected

    def _verdict(self, code: str, area: Draft) -> Verdict:
        placed = place(area.values, self._frame)
        findings = [*placed.findings, *self._nameless(code, area), *self._misplaced(code, area)]
        if findings:
            self._rejected[code] = area.row.number
            return rejected(area, *findings)
        self._parents[code] = self._parent(area)
        return settled(area, _fields(area, placed.point), self._known.get(code), flags=placed.flags)

    def _nameless(self, code: str, area: Draft) -> Iterator[Finding]:
        if code not in self._known and not names(area.values):
            yield Finding(None, "missing_name")

    def _misplaced(self, code: str, area: Draft) -> Iterator[Finding]:
        """Find what is wrong with the parent, as things stand when the area is added."""
        parent = self._parent(area)
        if parent is None:
            return
        if parent == code:
            yield Finding("parent_code", "own_parent")
        elif code in self._ancestry.cycles:
            yield self._cycle(self._ancestry.cycles[code])
        elif parent not in self._parents:
            yield self._absent(parent)
        elif code in self._parents and is_above(code, parent, self._parents):
            yield self._cycle((code,))

    def _cycle(self, codes: tuple[str, ...]) -> Finding:
        rows = sorted(self._folded.drafts[code].row.number for code in codes if code in self._folded.drafts)
        return Finding("parent_code", "parent_cycle", {"rows": ", ".join(map(str, rows))})

    def _absent(self, parent: str) -> Finding:
        if parent in self._rejected:
            return Finding("parent_code", "parent_rejected", {"value": parent, "row": self._rejected[parent]})
        return Finding("parent_code", "unknown_parent", {"value": parent})

    def _parent(self, area: Draft) -> str | None:
        """Give the parent of the row, or the known one if the cell is empty."""
        known = self._known.get(area.code or "", {})
        parent: str | None = area.values.get("parent_code") or known.get("parent_code")
        return parent


def _fields(area: Draft, point: dict[str, object] | None) -> Fields:
    return {
        "code": area.code,
        "parent_code": area.values.get("parent_code"),
        "level": area.values.get("level"),
        "name": names(area.values),
        "point": point,
        "population": counts(area.values),
        "rural": area.values.get("rural"),
    }
