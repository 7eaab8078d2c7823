"""Counts of people by year, from one column with its year beside it or from a column per year."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.registry.imports.dates import EARLIEST
from services.registry.imports.drafts import Draft
from services.registry.imports.verdicts import Finding

COUNT = "population_"
YEAR = "population_year"


def dated(draft: Draft, today: date) -> Draft:
    """Put the population under its year, so that rows with counts of several years complete each other."""
    values = dict(draft.values)
    total, year = values.pop("population", None), values.pop(YEAR, None)
    findings = [*draft.findings]
    if total is not None and year is not None:
        values[f"{COUNT}{year}"] = total
    elif total is not None and not any(finding.field == YEAR for finding in findings):
        findings.append(Finding(YEAR, "population_without_year"))
    findings += _in_no_past_year(values, today)
    return replace(draft, values=values, findings=tuple(findings))


def counts(values: Mapping[str, Any]) -> list[dict[str, int]]:
    """List the dated counts, the oldest first."""
    return [{"year": year, "total": values[f"{COUNT}{year}"]} for year in sorted(_years(values))]


def _years(values: Mapping[str, Any]) -> list[int]:
    return [int(field.removeprefix(COUNT)) for field in values if field.startswith(COUNT)]


def _in_no_past_year(values: Mapping[str, Any], today: date) -> Iterator[Finding]:
    for year in _years(values):
        if not EARLIEST <= year <= today.year:
            yield Finding(YEAR, "not_a_past_year", {"value": year})
