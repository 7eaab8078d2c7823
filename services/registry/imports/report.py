"""What is told of a judged file: the counts, and every row with its reason and remedy."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from services.registry.imports import texts
from services.registry.imports.verdicts import Finding, Judgment, Outcome, Verdict


def summary(judgment: Judgment) -> dict[str, int]:
    """Count rows by outcome, and those to be checked: ``rows``, the four outcomes, ``flagged``."""
    outcomes = Counter(verdict.outcome for verdict in judgment.verdicts)
    flagged = sum(bool(verdict.flags) for verdict in judgment.verdicts if verdict.outcome is not Outcome.REJECTED)
    counts = {outcome.value: outcomes[outcome] for outcome in Outcome}
    return {"rows": len(judgment.verdicts), **counts, "flagged": flagged}


def row_report(judgment: Judgment, language: str) -> list[dict[str, Any]]:
    """Tell the fate of each row in the order of the file, ready for JSON.

    Each is ``{"row", "outcome", "outcome_text", "code", "into", "findings", "flags"}``; findings and
    flags are lists of ``{"column", "field", "code", "reason", "remedy"}``.
    """
    in_order = sorted(judgment.verdicts, key=lambda verdict: verdict.row)
    return [_row(verdict, judgment, language) for verdict in in_order]


def warnings(judgment: Judgment, language: str) -> list[dict[str, Any]]:
    """Tell what there is to say of the file as a whole, in the form of findings."""
    return told(judgment.warnings, judgment, language)


def told(findings: Iterable[Finding], judgment: Judgment, language: str) -> list[dict[str, Any]]:
    """Put findings into words."""
    return [
        {
            "column": column_of(finding, judgment),
            "field": finding.field,
            "code": finding.code,
            "reason": texts.reason(finding.code, language, **finding.params),
            "remedy": texts.remedy(finding.code, language, **finding.params),
        }
        for finding in findings
    ]


def column_of(finding: Finding, judgment: Judgment) -> str | None:
    """Give the header over the cell as the file has it, else the canonical one."""
    return judgment.header_of.get(finding.field, finding.field) if finding.field else None


def _row(verdict: Verdict, judgment: Judgment, language: str) -> dict[str, Any]:
    return {
        "row": verdict.row,
        "outcome": verdict.outcome.value,
        "outcome_text": texts.word(verdict.outcome.value, language, into=verdict.into),
        "code": verdict.code,
        "into": verdict.into,
        "findings": told(verdict.findings, judgment, language),
        "flags": told(verdict.flags, judgment, language),
    }
