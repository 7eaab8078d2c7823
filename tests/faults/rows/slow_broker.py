"""The broker is slow: half a second further away, then not answering at all."""

import time
from collections.abc import Iterator

from tests.faults.history import percentile
from tests.faults.platform import OURS
from tests.faults.quiet import answered, without_2xx
from tests.faults.row import Figure, Row, Trial

SHORT, LONG = 5, 30  # seconds of each


def inject(trial: Trial) -> Iterator[Figure]:
    """Delay every way to it, then freeze it."""
    seconds, began = LONG if trial.long else SHORT, time.monotonic()
    for _ in trial.rounds(short=1, long=2):
        with trial.platform.linked("slow", *OURS):
            trial.load.stopped.wait(seconds)
        with trial.platform.frozen("broker"):
            trial.load.stopped.wait(seconds)
        trial.injected += 2
    orders = answered(trial, began)
    yield Figure(name="p99 of writes", value=percentile(orders, trial.nearly_all), limit=trial.promised(1), unit=" s")
    yield without_2xx(orders)


ROW = Row(name="slow-broker", fault="slow broker (+500 ms each way, SIGSTOP)", inject=inject, bug="publishing_inside")
