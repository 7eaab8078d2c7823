"""The broker is down for a long time."""

import time
from collections.abc import Iterator

from tests.faults.history import percentile
from tests.faults.platform import OURS
from tests.faults.quiet import answered, seconds_until_quiet, without_2xx
from tests.faults.row import Figure, Row, Trial

SHORT, LONG = 8, 600  # seconds without it
BASELINE = 0.1  # seconds: a first p99 below that counts as that, since two of a few hundred commands decide about it
GROWTH = 1.5


def inject(trial: Trial) -> Iterator[Figure]:
    """Measure with it, stop it, measure without it, start it."""
    began = time.monotonic()
    trial.load.progress(4_000 if trial.long else 300)
    memory, away = _memory(trial), time.monotonic()
    trial.platform.kill("broker")  # it would take its time to end by itself
    trial.platform.stop("broker")
    trial.injected += 1
    trial.load.stopped.wait(LONG if trial.long else SHORT)
    grown, back = _memory(trial) / memory, time.monotonic()
    trial.platform.start("broker")
    orders = answered(trial, away, back)
    usual = max(percentile(trial.load.history.since(began, away), trial.nearly_all), BASELINE)
    yield Figure(name="p99 of writes to the usual", value=percentile(orders, trial.nearly_all) / usual, limit=trial.promised(2))
    yield without_2xx(orders)
    yield Figure(name="memory to before", value=grown, limit=GROWTH)
    within = LONG if trial.long else trial.promised(60)  # of so many commands: in less time than it was away
    yield Figure(name="backlog gone after", value=seconds_until_quiet(trial), limit=within, unit=" s")


def _memory(trial: Trial) -> int:
    rows = trial.platform.rows()
    return sum(rows[name]["memory"] for name in OURS)


ROW = Row(name="broker-down", fault="broker down (10 minutes)", inject=inject, bug="publishing_inside", patience=LONG)
