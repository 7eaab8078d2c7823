"""A service and its relay are cut off from the broker: what they send is lost, or what it says, or every connection is reset."""

import time
from collections.abc import Iterator

from tests.faults.quiet import seconds_until_quiet
from tests.faults.row import Figure, Row, Trial

CUT_OFF = ("programs", "programs-relay")
MODES = ("hole", "one-way", "reset")
SHORT, LONG = 6, 20  # seconds


def inject(trial: Trial) -> Iterator[Figure]:
    """Cut them off in each way, and let the way be open again."""
    began, slowest = time.monotonic(), 0.0
    for _ in trial.rounds(short=1, long=4):
        for mode in trial.chance.sample(MODES, len(MODES)):
            with trial.platform.linked(mode, *CUT_OFF):
                trial.injected += trial.platform.link(mode, *CUT_OFF) > 0
                trial.load.stopped.wait(LONG if trial.long else SHORT)
            slowest = max(slowest, seconds_until_quiet(trial))
    longest = max(order.seconds for order in trial.load.history.since(began))
    yield Figure(name="longest request", value=longest, limit=5, unit=" s")
    yield Figure(name="caught up after", value=slowest, limit=60, unit=" s")


ROW = Row(name="cut-off", fault="service cut off from the broker", inject=inject, bug="no_publish_timeout")
