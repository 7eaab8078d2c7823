"""Processes are killed at every boundary of commit, publish, mark-sent, deliver, commit-effect and ack."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from shared.failpoints import NAMES
from tests.client import wait_until
from tests.faults.platform import RELAYS, SERVICES
from tests.faults.row import Figure, Row, Trial

PATIENCE = 90  # seconds until the load has led through all points
LISTENERS = ("programs", "partnerships", "feedback", "tally")
BATCHES = ("projector", "programs-relay", "partnerships-relay", "feedback-relay")
PASSES = {  # who passes there under the load
    "commit": (*SERVICES, "tally"),
    "publish": RELAYS[1:],
    "mark-sent": RELAYS[1:],
    "deliver": (*LISTENERS, *BATCHES),
    "commit-effect": (*LISTENERS, *BATCHES),
    "ack": (*LISTENERS, *BATCHES),
}
POINTS = [f"{side} {name}" for name, side in product(NAMES, ("before", "after"))]


def inject(trial: Trial) -> Iterator[Figure]:
    """Arm all points, each in one process, wait until each has killed it, and so again."""
    for _ in trial.rounds(short=1, long=20):
        armed = list(_armed(trial))
        wait_until(lambda: not any(point.exists() for point in armed), trial.promised(PATIENCE))  # noqa: B023  # waited for at once
        trial.injected += len(armed)
        trial.platform.ready()
    yield Figure(name="points passed", value=trial.injected, limit=len(POINTS), lowest=True)


def _armed(trial: Trial) -> Iterator[Path]:
    """Arm each in a process that passes there, evenly: a relay that was killed begins when its lease has run out."""
    armed = Counter[str]()
    for point in POINTS:
        who = _passing(point)
        name = min(trial.chance.sample(who, len(who)), key=armed.__getitem__)
        armed[name] += 1
        yield trial.platform.fail_at(name, point)


def _passing(point: str) -> tuple[str, ...]:
    """Acknowledging before the commit shows in the tally above all."""
    return ("tally",) if point == "before commit-effect" else PASSES[point.split()[1]]


ROW = Row(name="failpoints", fault="service kill -9 at every boundary", inject=inject, bug="ack_before_commit")
