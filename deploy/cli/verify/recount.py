"""The roll-ups once more, counted from the services' own states; on purpose by other code than the projector's."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened
from deploy.cli.verify.states import States

Document = dict[str, Any]
Cell = tuple[str | None, str, str, str]  # area, measure, first and second dimension
Count = Counter[Cell]
ARRIVED = ("received", "used", "acknowledged")
BY_STATUS = {
    "area": "areas",
    "center": "centers",
    "program": "programs",
    "offering": "offerings",
    "session": "sessions",
    "learner": "learners",
    "enrolment": "enrolments",
    "partner": "partners",
    "agreement": "agreements",
    "contribution": "contributions",
    "need": "needs",
    "meeting": "meetings",
    "decision": "decisions",
}


def recounted(installation: Opened, own: States) -> Finding:
    """Compare every cell with the recount."""
    kept: Count = Counter()
    for cell in installation.read_model["cells"].find({"n": {"$ne": 0}}):
        kept[cell["area"], cell["measure"], cell["first"], cell["second"]] += cell["n"]
    counted = Counter({cell: count for cell, count in recount(own).items() if count})
    cells = kept.keys() | counted.keys()
    wrong = [
        f"{' '.join(map(str, cell))}: {kept[cell]}, recounted {counted[cell]}" for cell in cells if kept[cell] != counted[cell]
    ]
    return Finding.of("rollups", len(cells), sorted(wrong))


def recount(own: States) -> Count:
    """Count everything anew."""
    total: Count = Counter()
    for kind, measure in BY_STATUS.items():
        for state in own[kind].values():
            total[state["area_id"], measure, state["status"], ""] += 1
    for kind, more in MORE.items():
        for state in own[kind].values():
            more(total, state)
    return total


def _count_case(total: Count, case: Document) -> None:
    total[case["area_id"], "cases", case["status"], case.get("kind", "")] += 1


def _count_marks(total: Count, session: Document) -> None:
    for mark in ("present", "late", "absent", "excused"):
        total[session["area_id"], "attendance", mark, ""] += session["attendance"][mark]


def _count_learner(total: Count, learner: Document) -> None:
    if learner["status"] != "erased":
        total[learner["area_id"], "learners_by", learner["sex"], learner["age_band"]] += 1


def _count_enrolment(total: Count, enrolment: Document) -> None:
    total[enrolment["area_id"], "enrolments_by", enrolment["sex"], enrolment["age_band"]] += 1


def _count_value(total: Count, given: Document) -> None:
    """Count money in hundredths, once it has arrived."""
    if given["status"] in ARRIVED and given["value"]:
        units, _, hundredths = given["value"]["amount"].partition(".")
        source = "partner" if given["partner_id"] else "community"
        total[given["area_id"], "mobilised", given["value"]["currency"], source] += int(units + hundredths.ljust(2, "0"))


MORE: dict[str, Callable[[Count, Document], None]] = {
    "case": _count_case,
    "session": _count_marks,
    "learner": _count_learner,
    "enrolment": _count_enrolment,
    "contribution": _count_value,
}
