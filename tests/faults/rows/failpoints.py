"""Processes are killed at every boundary of commit, publish, mark-sent, deliver, commit-effect and ack."""

from collections.abc import Iterator
from itertools import product

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
        armed = [trial.platform.fail_at(_somebody(trial, point), point) for point in trial.chance.sample(POINTS, len(POINTS))]
        wait_until(lambda: not any(point.exists() for point in armed), PATIENCE)  # noqa: B023  # waited for at once
        trial.injected += len(armed)
        trial.platform.ready()
    yield Figure(name="points passed", value=trial.injected, limit=len(POINTS), lowest=True)


def _somebody(trial: Trial, point: str) -> str:
    """A process that passes there; acknowledging before the commit shows in the tally above all."""
    who = PASSES[point.split()[1]]
    return "tally" if point == "before commit-effect" else trial.chance.choice(who)


ROW = Row(name="failpoints", fault="service kill -9 at every boundary", inject=inject, bug="ack_before_commit")
