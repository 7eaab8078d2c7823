"""Roll-ups: counts by leaf area that change with every fact and equal a full recount.

A cell is a function of one aggregate's state. The table says, for each kind, which cells an aggregate counts in and with how
much; areas are summed along today's tree when it is asked.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

State = dict[str, Any]
Cell = tuple[str, str, str]  # measure, first dimension, second dimension
Cells = Iterator[tuple[Cell, int]]


def _by_status(measure: str) -> Callable[[State], Cells]:
    def cells(state: State) -> Cells:
        yield (measure, state["status"], ""), 1

    return cells


def _sessions(state: State) -> Cells:
    yield ("sessions", state["status"], ""), 1
    for mark, count in (state.get("attendance") or {}).items():
        if isinstance(count, int):
            yield ("attendance", mark, ""), count


def _learners(state: State) -> Cells:
    yield ("learners", state["status"], ""), 1
    if state["status"] == "registered":
        yield ("learners_by", str(state.get("sex")), str(state.get("age_band"))), 1


def _enrolments(state: State) -> Cells:
    yield ("enrolments", state["status"], ""), 1
    yield ("enrolments_by", str(state.get("sex")), str(state.get("age_band"))), 1


def _contributions(state: State) -> Cells:
    yield ("contributions", state["status"], ""), 1
    value = state.get("value")
    if value and state["status"] in {"received", "used", "acknowledged"}:
        source = "community" if state.get("community") else "partner"
        yield ("mobilised", value["currency"], source), int(Decimal(value["amount"]) * 100)


def _cases(state: State) -> Cells:
    yield ("cases", state["status"], state.get("kind") or ""), 1


CELLS: dict[str, Callable[[State], Cells]] = {
    "area": _by_status("areas"),
    "center": _by_status("centers"),
    "program": _by_status("programs"),
    "offering": _by_status("offerings"),
    "session": _sessions,
    "learner": _learners,
    "enrolment": _enrolments,
    "partner": _by_status("partners"),
    "agreement": _by_status("agreements"),
    "contribution": _contributions,
    "need": _by_status("needs"),
    "meeting": _by_status("meetings"),
    "decision": _by_status("decisions"),
    "case": _cases,
}


def difference(kind: str, held: State | None, new: State) -> dict[tuple[str | None, Cell], int]:
    """By (leaf area, cell), how the counts change when `new` takes the place of `held`."""
    change: dict[tuple[str | None, Cell], int] = {}
    for state, sign in ((held, -1), (new, 1)):
        if state is not None and kind in CELLS:
            for cell, count in CELLS[kind](state):
                key = (state.get("area_id"), cell)
                change[key] = change.get(key, 0) + sign * count
    return {key: count for key, count in change.items() if count}
