"""Judging a file of Community Learning Centers."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date

from services.registry.imports import values
from services.registry.imports.dates import day_or_year
from services.registry.imports.degrees import degrees
from services.registry.imports.drafts import Draft, Reading, draft, names
from services.registry.imports.folding import fold, follow, rejected, settled
from services.registry.imports.frames import CountryFrame
from services.registry.imports.headers import take_columns
from services.registry.imports.neighbors import Neighborhood
from services.registry.imports.places import place
from services.registry.imports.table import Table
from services.registry.imports.verdicts import Fields, Finding, Judgment, Verdict

READING = Reading(
    readers={
        "code": values.code,
        "area_code": values.code,
        "latitude": degrees,
        "longitude": degrees,
        "host_type": values.chosen("host_type"),
        "founded_on": day_or_year,
        "phone": values.phone,
        "email": values.email,
        "languages": values.language_list,
        "rooms": values.count,
        "devices": values.count,
        "connectivity": values.chosen("connectivity"),
        "accessible": values.yes_or_no("yes_or_no"),
    },
    signed=frozenset({"latitude", "longitude", "phone", "rooms", "devices", "accessible"}),
)
CONTACTS = ("phone", "email")


def judge_centers(
    table: Table,
    *,
    known: Mapping[str, Fields],
    known_areas: Container[str],
    frame: CountryFrame,
    today: date,
) -> Judgment:
    """Judge every row; verdicts stand in the order of the file, merged rows after the one they complete.

    ``known_areas`` are the codes of the areas in the registry. ``known`` are its centers by code, in
    the shape that accepted ones have::

        {"code": str, "area_code": str, "name": {language: text}, "point": GeoJSON Point | None,
         "host_type": code | None, "founded_on": "2001-05-04" | "2001" | None,
         "contacts": {"phone": str, "email": str}, "languages": [BCP 47 tag], "rooms": int | None,
         "ict": {"devices": int | None, "connectivity": code | None}, "accessible": bool | None,
         "flags": [code of a flag]}

    Raises:
        FileRefused: as ``read`` does, and ``missing_columns``, ``duplicate_columns``.
    """
    columns, rows = take_columns(table, kind="centers", required=("code", "name", "area_code"))
    folded = fold(draft(row, columns, READING) for row in rows)
    verdicts = [_verdict(center, known, known_areas, frame, today) for center in folded.drafts.values()]
    flagged = _flag_duplicates(verdicts, known)
    judged = (each for first in flagged for each in (first, *follow(first, folded.merged.get(first.row, ()))))
    warnings = (*table.warnings, *columns.warnings)
    return Judgment(columns.headers, columns.header_of, table.delimiter, warnings, (*judged, *folded.rejected))


def _verdict(
    center: Draft, known: Mapping[str, Fields], known_areas: Container[str], frame: CountryFrame, today: date
) -> Verdict:
    placed = place(center.values, frame)
    known_center = known.get(center.code or "")
    findings = [*placed.findings, *_incomplete(center, known_center), *_out_of_place(center, known_areas)]
    findings += _in_future(center, today)
    if findings:
        return rejected(center, *findings)
    return settled(center, _fields(center, placed.point), known_center, flags=placed.flags)


def _incomplete(center: Draft, known: Fields | None) -> Iterator[Finding]:
    """Find what a new center lacks; a known one may be completed by a row with less."""
    if known is None and not names(center.values):
        yield Finding(None, "missing_name")
    if known is None and "area_code" not in center.values:
        yield Finding("area_code", "missing_value")


def _out_of_place(center: Draft, known_areas: Container[str]) -> Iterator[Finding]:
    area = center.values.get("area_code")
    if area is not None and area not in known_areas:
        yield Finding("area_code", "unknown_area", {"value": area})


def _in_future(center: Draft, today: date) -> Iterator[Finding]:
    """Compare as far as the date is known: day or year."""
    founded = center.values.get("founded_on", "")
    if founded > today.isoformat()[: len(founded)]:
        yield Finding("founded_on", "date_in_future", {"value": founded})


def _fields(center: Draft, point: dict[str, object] | None) -> Fields:
    found = center.values
    return {
        "code": center.code,
        "area_code": found.get("area_code"),
        "name": names(found),
        "point": point,
        "host_type": found.get("host_type"),
        "founded_on": found.get("founded_on"),
        "contacts": {field: found[field] for field in CONTACTS if field in found},
        "languages": found.get("languages", []),
        "rooms": found.get("rooms"),
        "ict": {"devices": found.get("devices"), "connectivity": found.get("connectivity")},
        "accessible": found.get("accessible"),
        "flags": [],
    }


def _flag_duplicates(verdicts: list[Verdict], known: Mapping[str, Fields]) -> list[Verdict]:
    """Flag centers that look like another of the file or the registry, and write all flags down."""
    valid = {verdict.code: verdict.fields for verdict in verdicts if verdict.code and verdict.fields}
    neighborhood = Neighborhood({**known, **valid})
    return [_with_flags(verdict, neighborhood) for verdict in verdicts]


def _with_flags(verdict: Verdict, neighborhood: Neighborhood) -> Verdict:
    if verdict.code is None or verdict.fields is None:
        return verdict
    flags = (*verdict.flags, *neighborhood.look_alikes(verdict.code))
    written = sorted({flag.code for flag in flags})
    return replace(verdict, flags=flags, fields={**verdict.fields, "flags": written})
