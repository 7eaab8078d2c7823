"""The broker's disk is full: it raises its alarm, and reads nothing more from who publishes."""

from collections.abc import Callable, Iterator

from tests.client import wait_until
from tests.faults.disk import full
from tests.faults.platform import RELAYS
from tests.faults.quiet import seconds_until, seconds_until_quiet
from tests.faults.row import Figure, Row, Trial

ALARM, CLEARED = "disk resource limit alarm set", "disk resource limit alarm cleared"
GIVEN_UP = "PublishFailed"
LEFT = 128 * 2**20  # bytes: below the limit of its alarm, which is 256 MB
PATIENCE = 40  # seconds


def inject(trial: Trial) -> Iterator[Figure]:
    """Fill it, see every relay give up, and empty it."""
    longest = 0.0
    for _ in trial.rounds(short=1, long=4):
        longest = max(longest, _given_up_after(trial))
        trial.injected += 1
    yield Figure(name="publishers gave up after", value=longest, limit=trial.promised(5), unit=" s")
    yield Figure(name="went on, all gone after", value=seconds_until_quiet(trial), limit=trial.promised(60), unit=" s")


def _given_up_after(trial: Trial) -> float:
    """Fill the disk until the alarm is over again; how long the last relay has waited from its beginning on."""
    alarms, clear, before = _told(trial, ALARM), _told(trial, CLEARED), _given_up(trial)
    with full(trial.platform, "rabbitmq", left=LEFT) as fill_again:

        def when_full(condition: Callable[[], bool]) -> bool:
            fill_again()  # the broker gives room back as it rolls over its log
            return condition()

        wait_until(lambda: when_full(lambda: _told(trial, ALARM) > alarms), PATIENCE)
        seconds = seconds_until(lambda: when_full(lambda: _all_gave_up(trial, before)), PATIENCE)
    wait_until(lambda: _told(trial, CLEARED) > clear, PATIENCE)
    return seconds


def _told(trial: Trial, what: str) -> int:
    return trial.platform.log("broker").count(what)


def _all_gave_up(trial: Trial, before: list[int]) -> bool:
    return all(now > then for now, then in zip(_given_up(trial), before, strict=True))


def _given_up(trial: Trial) -> list[int]:
    """How often each relay has given up; the registry's two are told together."""
    together = [trial.platform.log("registry-relay") + trial.platform.log("registry-relay-2")]
    return [log.count(GIVEN_UP) for log in together + [trial.platform.log(name) for name in RELAYS[1:]]]


ROW = Row(name="broker-disk", fault="disk full: broker alarm", inject=inject, bug="endless_wait")
