"""A service and its relay are cut off from the broker: what is sent is lost, answers are lost, connections are reset."""

import contextlib
import time
from collections.abc import Iterator

from tests.faults import firewall
from tests.faults.platform import SERVICES
from tests.faults.quiet import answered, seconds_until_quiet
from tests.faults.row import Figure, Row, Trial

SHORT, LONG = 10, 150  # commands while it is cut off
AT_LEAST = 3  # seconds, in which a relay of any service has something to send
BY_PROXY = ("hole", "one-way", "reset")  # the proxy forgets connections for ever, the packet filter only while it holds


def inject(trial: Trial) -> Iterator[Figure]:
    """Each way once a round, to services in turn."""
    began, slowest = time.monotonic(), 0.0
    filters = tuple(firewall.RULES) if firewall.permitted() else ()
    for turn in trial.rounds(short=1, long=4):
        for place, mode in enumerate((*filters, *BY_PROXY)):
            service = SERVICES[(turn + place) % len(SERVICES)]
            with _cut_off(trial, mode, service, f"{service}-relay"):
                trial.load.stopped.wait(AT_LEAST)
                trial.load.progress(LONG if trial.long else SHORT)
        slowest = max(slowest, seconds_until_quiet(trial))
    longest = max(order.seconds for order in answered(trial, began))
    yield Figure(name="longest request", value=longest, limit=trial.promised(5), unit=" s")
    yield Figure(name="caught up in", value=slowest, limit=trial.promised(60), unit=" s")


@contextlib.contextmanager
def _cut_off(trial: Trial, mode: str, *names: str) -> Iterator[None]:
    """So, for as long as the context lasts; counts the packets, or the connections, that have met it."""
    if mode in BY_PROXY:
        before = trial.platform.spoilt(*names)
        with trial.platform.linked(mode, *names):
            yield
        trial.injected += trial.platform.spoilt(*names) - before
    else:
        with firewall.filtered(mode, [trial.platform.way(name) for name in names]):
            yield
            trial.injected += firewall.met()


ROW = Row(name="cut-off", fault="service cut off from the broker (drop, reset, one way)", inject=inject, bug="no_publish_timeout")
