"""Invented histories of aggregates of several services, as their facts arrive: in order, or in any other."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from shared.envelope import Event

AREAS = ("a1", "a2", "a3")
LIVES = {
    ("registry", "center"): ("active", "suspended", "active", "closed"),
    ("programs", "enrolment"): ("applied", "enrolled", "completed"),
    ("programs", "session"): ("scheduled", "held", "held"),
    ("feedback", "need"): ("raised", "validated", "prioritized", "planned", "answered", "met"),
    ("feedback", "case"): ("received", "acknowledged", "triaged", "in_review", "resolved"),
    ("partnerships", "contribution"): ("pledged", "firm", "received", "used"),
}
PLURALS = {
    "center": "centers",
    "enrolment": "enrolments",
    "session": "sessions",
    "need": "needs",
    "contribution": "contributions",
}
Cells = dict[tuple[str, str, str, str], int]


def history(seed: int, aggregates: int = 12) -> list[Event]:
    """All facts of some aggregates' lives; positions are dense within each service."""
    chance, positions = random.Random(seed), Counter[str]()  # noqa: S311  # the seed is printed with the test
    lives = [list(_life(chance, number)) for number in range(aggregates)]
    told: list[Event] = []
    while lives := [life for life in lives if life]:
        event = chance.choice(lives).pop(0)
        positions[event["service"]] += 1
        time = f"2026-03-01T08:{len(told) // 60:02d}:{len(told) % 60:02d}.000Z"
        told.append(_event(event, positions[event["service"]], time))
    return told


def disorder(events: list[Event], seed: int) -> Iterator[list[Event]]:
    """The same facts in any order, some of them several times, in batches of any size."""
    chance = random.Random(seed)  # noqa: S311
    told = [event for event in events for _ in range(chance.choice((1, 1, 2, 3)))]
    chance.shuffle(told)
    while told:
        size = chance.randint(1, 40)
        yield told[:size]
        told = told[size:]


def recount(states: Iterable[tuple[str, dict[str, Any]]]) -> Cells:
    """What the roll-ups must come to, counted from the aggregates' last states."""
    cells = Counter[tuple[str, str, str, str]]()
    for kind, state in states:
        area, status = state["area_id"], state["status"]
        if kind == "case":
            cells[area, "cases", status, state["kind"]] += 1
            continue
        cells[area, PLURALS[kind], status, ""] += 1
        if kind == "enrolment":
            cells[area, "enrolments_by", state["sex"], state["age_band"]] += 1
        for mark, count in state.get("attendance", {}).items():
            cells[area, "attendance", mark, ""] += count
        if kind == "contribution" and status in {"received", "used"}:
            value = int(Decimal(state["value"]["amount"]) * 100)
            cells[area, "mobilised", "KZT", "community" if state["community"] else "partner"] += value
    return {cell: count for cell, count in cells.items() if count}


def _life(chance: random.Random, number: int) -> Iterator[dict[str, Any]]:
    (service, kind), statuses = chance.choice(list(LIVES.items()))
    state: dict[str, Any] = {"id": f"{kind}-{number}", "area_id": chance.choice(AREAS), "name": {"en": kind}}
    for version, status in enumerate(statuses, 1):
        if chance.random() < 0.2:
            state["area_id"] = chance.choice(AREAS)
        state = {**state, "version": version, "status": status, **_told(chance, kind)}
        yield {"service": service, "kind": kind, "state": state, "version": version}


def _told(chance: random.Random, kind: str) -> dict[str, Any]:
    match kind:
        case "enrolment":
            return {"sex": chance.choice(("female", "male")), "age_band": chance.choice(("15-24", "25-64"))}
        case "session":
            return {"attendance": {"present": chance.randint(0, 9), "absent": chance.randint(0, 3)}}
        case "contribution":
            value = {"amount": f"{chance.randint(1, 999)}.50", "currency": "KZT"}
            return {"value": value, "community": chance.random() < 0.5}
        case "case":
            return {"kind": chance.choice(("idea", "complaint"))}
    return {}


def _event(told: dict[str, Any], position: int, time: str) -> Event:
    return Event(
        id=f"{told['service']}-{position}", source=f"/{told['service']}", type=f"toono.{told['service']}.{told['kind']}.changed",
        time=time, subject=told["state"]["id"], version=told["version"], position=position, area=told["state"]["area_id"],
        state=told["state"],
    )  # fmt: skip
