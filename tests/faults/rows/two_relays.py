"""Two relays for one service: one is frozen past its lease, and goes on when the other has taken over."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

from tests.client import wait_until
from tests.faults.quiet import held_back, seconds_until, unsent
from tests.faults.row import Figure, Row, Trial

RELAYS = ("registry-relay", "registry-relay-2")
TAKE_OVER = 30  # seconds; a lease lasts ten
STEPS_BACK = "relay interrupted"  # by the lease it has lost, or by what was under way when it was frozen
NOTICES = 10  # seconds, in which one that does not notice does its harm


def inject(trial: Trial) -> Iterator[Figure]:
    """Freeze whoever holds the lease until the other holds it, and let it go on.

    One that is frozen between two looks finds out only by the lease; one that was sending is also told by what it can not finish.
    """
    stepped_back = 0
    for number in trial.rounds(short=1, long=20):
        epoch = _held(trial)
        name = _holder(trial, epoch)
        before = trial.platform.log(name).count(STEPS_BACK)
        with ExitStack() as frozen:
            with nullcontext() if number % 2 else _between_two_looks(trial):
                frozen.enter_context(trial.platform.frozen(name))
            wait_until(lambda: _head(trial)["epoch"] > epoch, TAKE_OVER)  # noqa: B023  # waited for at once
            trial.load.progress(20)
        trial.injected += 1
        seconds_until(lambda: trial.platform.log(name).count(STEPS_BACK) > before, NOTICES)  # noqa: B023
        stepped_back += trial.platform.log(name).count(STEPS_BACK) > before
        trial.load.progress(40)
    head = _head(trial)
    yield Figure(name="epochs", value=head["epoch"], limit=trial.injected + 1, lowest=True)
    yield Figure(name="paused ones that stepped back", value=stepped_back, limit=trial.injected, lowest=True)


@contextmanager
def _between_two_looks(trial: Trial) -> Iterator[None]:
    with held_back(trial):
        wait_until(lambda: unsent(trial) == 0, trial.patience)
        yield


def _held(trial: Trial) -> int:
    """The epoch of the lease, when it has been lengthened or taken: whoever did so is running."""
    until = _head(trial)["until"]
    wait_until(lambda: _head(trial)["until"] > until, TAKE_OVER)
    return int(_head(trial)["epoch"])


def _head(trial: Trial) -> dict[str, Any]:
    found = trial.platform.mongo["toono_registry"]["relay"].find_one({"_id": "head"})
    assert found, "no relay has begun"
    return found


def _holder(trial: Trial, epoch: int) -> str:
    """The process that has taken the lease last, by what it has logged."""
    holds = re.compile(rf'holds the lease.*"epoch": {epoch}\b')
    return next(name for name in RELAYS if holds.search(trial.platform.log(name)))


ROW = Row(name="two-relays", fault="two relays, one frozen past its lease", inject=inject, bug="no_fencing")
