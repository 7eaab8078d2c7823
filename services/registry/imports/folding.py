"""Rows that speak of the same thing, and fields that complete what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.registry.imports.drafts import Draft
from services.registry.imports.verdicts import Fields, Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Folded:
    """The drafts of a file by code, each completed by later rows; the verdicts already given.

    ``merged`` maps the row that was completed to the rows that did it.
    """

    drafts: dict[str, Draft]
    merged: dict[int, list[Draft]]
    rejected: list[Verdict]


def fold(drafts: Iterable[Draft]) -> Folded:
    """Bring the rows of each code together: compatible ones merge, a later contradiction is rejected."""
    folded = Folded({}, {}, [])
    for draft in drafts:
        first = folded.drafts.get(draft.code or "")
        if draft.findings or draft.code is None:
            folded.rejected.append(rejected(draft, *_without_code(draft)))
        elif first is None:
            folded.drafts[draft.code] = draft
        elif contradictory := _contradictions(first, draft):
            folded.rejected.append(rejected(draft, *contradictory))
        else:
            folded.drafts[draft.code] = _completed(first, draft)
            folded.merged.setdefault(first.row.number, []).append(draft)
    return folded


def rejected(draft: Draft, *findings: Finding) -> Verdict:
    """Reject a row for what was found in its cells and for what is added here."""
    return Verdict(
        draft.row.number,
        Outcome.REJECTED,
        draft.code,
        findings=(*draft.findings, *findings),
        flags=draft.flags,
        cells=draft.row.cells,
    )


def settled(draft: Draft, fields: Fields, known: Fields | None, *, flags: tuple[Finding, ...]) -> Verdict:
    """Accept a row, or call it unchanged if it says nothing that is not known.

    Flags are written later, so those that people have cleared meanwhile change nothing.
    """
    result = overlaid(known or {}, fields)
    unchanged = known is not None and same(result, known)
    outcome = Outcome.UNCHANGED if unchanged else Outcome.ACCEPTED
    return Verdict(draft.row.number, outcome, draft.code, result, flags=(*draft.flags, *flags), cells=draft.row.cells)


def follow(first: Verdict, later: Iterable[Draft]) -> list[Verdict]:
    """Judge the rows merged into one: they share its fate."""
    if first.outcome is Outcome.REJECTED:
        return [rejected(draft, Finding(None, "first_row_rejected", {"row": first.row})) for draft in later]
    return [
        Verdict(draft.row.number, Outcome.MERGED, draft.code, flags=draft.flags, into=first.row, cells=draft.row.cells)
        for draft in later
    ]


def _without_code(draft: Draft) -> list[Finding]:
    missing = draft.code is None and not any(finding.field == "code" for finding in draft.findings)
    return [Finding("code", "missing_value")] if missing else []


def _contradictions(first: Draft, later: Draft) -> list[Finding]:
    return [
        Finding(field, "contradicts_row", {"row": first.row.number, "value": value, "other": first.values[field]})
        for field, value in later.values.items()
        if first.values.get(field, value) != value
    ]


def _completed(first: Draft, later: Draft) -> Draft:
    return replace(first, values={**later.values, **first.values}, flags=(*first.flags, *later.flags))


def overlaid(known: Mapping[str, Any], newer: Fields) -> Fields:
    """Lay filled fields over known ones; an empty field erases nothing, counts of other years stay."""
    result = dict(known)
    for field, value in newer.items():
        if field == "population":
            result[field] = _counts(known.get(field) or [], value)
        elif isinstance(value, dict):
            result[field] = overlaid(known.get(field) or {}, value)
        elif value not in (None, []) or field not in result:
            result[field] = value
    return result


def _counts(known: list[dict[str, int]], newer: list[dict[str, int]]) -> list[dict[str, int]]:
    by_year: dict[int, dict[str, int]] = {}
    for count in (*known, *newer):
        by_year[count["year"]] = by_year.get(count["year"], {}) | count
    return [by_year[year] for year in sorted(by_year)]


def same(one: Any, other: Any) -> bool:
    """Compare fields; what is empty and what is absent are the same."""
    return bool(_pruned(one) == _pruned(other))


def _pruned(value: Any) -> Any:
    if isinstance(value, Mapping):
        pruned = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in pruned.items() if part not in (None, {}, [])}
    return value
