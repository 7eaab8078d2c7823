"""How fast everybody takes in what the courier has held back, with something among it and without."""

import time

from deploy.cli.verify.backlog import is_empty, wait_until_arrived
from deploy.cli.verify.installation import opened
from tests.client import wait_until
from tests.faults.counting import NAME as TALLY
from tests.faults.courier import Arrange, Courier, plain
from tests.faults.quiet import unsent
from tests.faults.row import Trial

LONGEST = 300  # seconds
COMMANDS = 2_000  # whose facts are held back at a time
TURNS = (False, True) * 4


def speed(trial: Trial, courier: Courier, among: Arrange) -> float:
    """Events a second with what `among` puts between them, to those without it; the fastest of each, which others delay least."""
    rates: dict[bool, list[float]] = {False: [], True: []}
    for turn in TURNS:
        courier.arrange = among if turn else plain
        held = _gather(trial, courier)
        rates[turn].append(held / _drain(trial, courier))
    return max(rates[True]) / max(rates[False])


def _gather(trial: Trial, courier: Courier) -> int:
    """Let the load work while the courier holds everything back; how many events that makes."""
    before, courier.holds = courier.taken, True
    trial.load.progress(COMMANDS, 600)
    trial.load.allowed.clear()
    trial.load.rest()
    wait_until(lambda: unsent(trial) == 0 and courier.is_idle(), trial.patience)
    return courier.taken - before


def _drain(trial: Trial, courier: Courier) -> float:
    """How long it takes until everybody but the tally, which is the suite's own, has taken all of it in.

    Whether every effect is there is looked at when that is measured, since it takes as long as a good part of it.
    """
    addresses = trial.platform.addresses
    with trial.platform.frozen(TALLY), opened(addresses["mongo"], addresses["amqp"]) as installation:
        courier.holds, began = False, time.monotonic()
        wait_until(lambda: is_empty(installation), LONGEST)
        took = time.monotonic() - began
        wait_until_arrived(installation, seconds=LONGEST)
    trial.load.allowed.set()
    return took
