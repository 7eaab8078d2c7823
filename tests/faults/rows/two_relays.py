"""Two relays for one service: one is frozen past its lease, and goes on when the other has taken over."""

import re
from collections.abc import Iterator
from typing import Any

from tests.client import wait_until
from tests.faults.quiet import seconds_until
from tests.faults.row import Figure, Row, Trial

RELAYS = ("registry-relay", "registry-relay-2")
TAKE_OVER = 30  # seconds; a lease lasts ten
STEPS_BACK, NOTICES = "LeaseLost", 5  # seconds, in which one that does not notice does its harm


def inject(trial: Trial) -> Iterator[Figure]:
    """Freeze whoever holds the lease until the other holds it, and let it go on."""
    stepped_back = 0
    for _ in trial.rounds(short=1, long=20):
        epoch = _head(trial)["epoch"]
        name = _holder(trial, epoch)
        before = trial.platform.log(name).count(STEPS_BACK)
        with trial.platform.frozen(name):
            wait_until(lambda: _head(trial)["epoch"] > epoch, TAKE_OVER)  # noqa: B023  # waited for at once
            trial.load.progress(20)
        trial.injected += 1
        seconds_until(lambda: trial.platform.log(name).count(STEPS_BACK) > before, NOTICES)  # noqa: B023
        stepped_back += trial.platform.log(name).count(STEPS_BACK) > before
        trial.load.progress(40)
    head = _head(trial)
    yield Figure(name="epochs", value=head["epoch"], limit=trial.injected + 1, lowest=True)
    yield Figure(name="paused ones that stepped back", value=stepped_back, limit=trial.injected, lowest=True)


def _head(trial: Trial) -> dict[str, Any]:
    found = trial.platform.mongo["toono_registry"]["relay"].find_one({"_id": "head"})
    assert found, "no relay has begun"
    return found


def _holder(trial: Trial, epoch: int) -> str:
    """The process that has taken the lease last, by what it has logged."""
    holds = re.compile(rf'holds the lease.*"epoch": {epoch}\b')
    return next(name for name in RELAYS if holds.search(trial.platform.log(name)))


ROW = Row(name="two-relays", fault="two relays, one frozen past its lease", inject=inject, bug="no_fencing")
