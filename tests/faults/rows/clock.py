"""The clock goes wrong by a day, to and fro, while the monotonic one goes on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import urllib3

from tests.client import wait_until
from tests.faults.platform import OURS, SERVICES
from tests.faults.platform import RELAYS as FIRST
from tests.faults.quiet import answered
from tests.faults.row import Figure, Row, Trial

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)  # of the Debian package libfaketime
DAY = 86_400  # seconds
STEPS = (DAY, -DAY, 0)
SEEN = 60  # seconds within which everybody has seen a step; each looks once a second
NEAR = 60  # seconds by which a clock may differ from what is expected
ASKED = (*SERVICES, "gateway")
RELAYS = (*FIRST, "registry-relay-2")


def inject(trial: Trial) -> Iterator[Figure]:
    """Put it a day ahead, two days back, and right again, while the relays wait: they must number all times in one go."""
    began = time.monotonic()
    with _faked(trial, OURS if trial.long else ASKED) as file:
        for _ in trial.rounds(short=1, long=5):
            with trial.platform.frozen(*RELAYS):
                for step in STEPS:
                    file.write_text(f"{step:+d}\n")
                    wait_until(partial(_all_see, trial, step), SEEN)
                    trial.injected += step != 0
                    trial.load.progress(100 if trial.long else 40, 300)
            trial.load.progress(1_000 if trial.long else 20, 300)
    orders = answered(trial, began)
    yield Figure(name="refused for good", value=sum(not (order.accepted or order.in_doubt) for order in orders), limit=0)


@contextmanager
def _faked(trial: Trial, names: tuple[str, ...]) -> Iterator[Path]:
    """Have these look at a clock in a file, for as long as the context lasts."""
    assert LIBRARY, "there is no libfaketime: install the Debian package of that name"
    file = trial.platform.folder / "clock"
    file.write_text("+0\n")
    trial.platform.tell(FAKETIME_TIMESTAMP_FILE=str(file), FAKETIME_CACHE_DURATION="1", DONT_FAKE_MONOTONIC="1")
    try:
        _restart(trial, names, str(LIBRARY))
        yield file
    finally:
        _restart(trial, names, "")


def _restart(trial: Trial, names: tuple[str, ...], library: str) -> None:
    """All at once, since a gateway whose clock differs from that of a service is not heard by it."""
    trial.platform.tell(LD_PRELOAD=library)
    for name in names:
        trial.platform.kill(name)
    trial.platform.ready(*names)


def _all_see(trial: Trial, step: int) -> bool:
    """Whether gateway and services say that it is so much later than it is."""
    rows = trial.platform.rows()
    return all(abs(_told(rows[name]["url"]) - time.time() - step) < NEAR for name in ASKED)


def _told(url: str) -> float:
    """The time by a process, from the header of its answer."""
    return parsedate_to_datetime(urllib3.request("GET", url, retries=False).headers["Date"]).timestamp()


ROW = Row(name="clock", fault="clock ± 1 day, steps back", inject=inject, bug="order_by_wall_clock")
