"""Looking for the moment at which everything under way has arrived."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.client import wait_until
from tests.faults.history import Order
from tests.faults.platform import SERVICES
from tests.faults.row import Figure, Trial


def backlog(trial: Trial) -> int:
    """How many journal entries wait for their number, and facts for their confirm or for the projector."""
    return unsent(trial) + sum(position(trial, service) - _seen(trial, service) for service in SERVICES)


def unsent(trial: Trial) -> int:
    """How many journal entries wait for their number, and facts for their confirm."""
    waiting = 0
    for service in SERVICES:
        database = trial.platform.mongo[f"toono_{service}"]
        head = database["relay"].find_one({"_id": "head"}) or {"position": 0, "sent": 0}
        waiting += database["journal"].count_documents({"pending": True}) + head["position"] - head["sent"]
    return waiting


def position(trial: Trial, service: str) -> int:
    """How far a service's journal is numbered."""
    head = trial.platform.mongo[f"toono_{service}"]["relay"].find_one({"_id": "head"})
    return int(head["position"]) if head else 0


def seconds_until_quiet(trial: Trial) -> float:
    """Hold the load back, wait until nothing is under way, and let it go on; how long that took."""
    return _seconds_until(trial, backlog)


def seconds_until_sent(trial: Trial) -> float:
    """The same, but whether somebody has taken it in does not matter."""
    return _seconds_until(trial, unsent)


def _seconds_until(trial: Trial, left: Callable[[Trial], int]) -> float:
    with held_back(trial):
        return seconds_until(lambda: left(trial) == 0, trial.patience)


@contextmanager
def held_back(trial: Trial) -> Iterator[None]:
    """Let the load's clients do nothing for as long as the context lasts."""
    trial.load.allowed.clear()
    try:
        trial.load.rest()
        yield
    finally:
        trial.load.allowed.set()


def answered(trial: Trial, began: float, ended: float = float("inf")) -> list[Order]:
    """The orders that began within a time, when those who gave the last ones have had their answers too."""
    with held_back(trial):
        return trial.load.history.since(began, ended)


def without_2xx(orders: list[Order]) -> Figure:
    """How many of these writes were not accepted."""
    others = [order for order in orders if not order.accepted]
    return Figure(name="writes without a 2xx", value=len(others), limit=0, seen=tuple(map(str, others)))


def seconds_until(condition: Callable[[], object], patience: float) -> float:
    """How long it takes until the condition holds; infinite if it has not within that many seconds."""
    began = time.monotonic()
    try:
        wait_until(condition, patience)
    except AssertionError:
        return float("inf")
    return time.monotonic() - began


def _seen(trial: Trial, service: str) -> int:
    mark = trial.platform.mongo["toono_gateway"]["marks"].find_one({"_id": service})
    return int(mark["upto"]) if mark else 0
