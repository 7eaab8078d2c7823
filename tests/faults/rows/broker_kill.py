"""The broker is killed (SIGKILL), and comes back by itself."""

import time
from collections.abc import Iterator

from tests.faults.quiet import answered, seconds_until_quiet, without_2xx
from tests.faults.row import Figure, Row, Trial


def inject(trial: Trial) -> Iterator[Figure]:
    """Kill it again and again; what was accepted while it was away must have arrived a minute after the last time."""
    began = time.monotonic()
    for _ in trial.rounds(short=2, long=20):
        before = trial.platform.pid("broker")
        trial.platform.kill("broker")
        trial.load.progress(25)
        trial.platform.ready("broker")
        trial.injected += trial.platform.pid("broker") != before
        trial.load.progress(trial.chance.randrange(10, 60))
    yield without_2xx(answered(trial, began))
    yield Figure(name="backlog gone after", value=seconds_until_quiet(trial), limit=trial.promised(60), unit=" s")


ROW = Row(name="broker-kill", fault="broker kill -9", inject=inject, bug="no_outbox")
