"""Every process of ours is replaced, one after the other, under load."""

import time
from collections.abc import Iterator

from tests.faults.row import Figure, Row, Trial


def inject(trial: Trial) -> Iterator[Figure]:
    """Replace them all; nobody may notice."""
    began = time.monotonic()
    for _ in trial.rounds(short=1, long=5):
        before = {name: row["pid"] for name, row in trial.platform.rows().items()}
        trial.platform.command("restart-rolling")
        trial.injected += sum(row["pid"] != before[name] for name, row in trial.platform.rows().items())
    failed = sum(not order.accepted for order in trial.load.history.since(began))
    yield Figure(name="failed requests", value=failed, limit=0)


ROW = Row(name="rolling-restart", fault="rolling restart under load", inject=inject, bug="no_draining")
