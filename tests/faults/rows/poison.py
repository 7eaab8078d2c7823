"""Among the events are some that nobody can take in: a hundred kinds of them, one to a hundred events."""

import itertools
from collections.abc import Iterator

from tests.client import wait_until
from tests.faults import poison
from tests.faults.courier import Courier, Window
from tests.faults.repair import give_up, parked, resend
from tests.faults.row import Figure, Row, Trial

OFTEN, SELDOM = 4, 100  # events to one poisoned
TRIES = 5
PATIENCE = 60  # seconds
DRINKERS = ("gateway.projector", "programs", "programs.copies", "partnerships", "feedback")


def inject(trial: Trial) -> Iterator[Figure]:
    """Carry poison with the rest, until every kind has been carried; all of it must be parked, with a reason."""
    kinds = itertools.cycle(poison.kinds())
    turn = itertools.count(1)

    def arrange(consumer: str, window: Window) -> Window:
        every = SELDOM if trial.long else OFTEN
        drunk: Window = []
        for body in window:
            drunk.append(body)
            if consumer in DRINKERS and not next(turn) % every:
                drunk.append(next(kinds)(body, consumer))
                trial.injected += 1
        return drunk

    with Courier(trial.platform) as courier:
        courier.arrange = arrange
        while trial.injected < len(poison.kinds()):
            trial.load.progress(40)
        courier.finish(trial.load)
    wait_until(lambda: len(parked(trial.platform)) >= trial.injected, PATIENCE)
    found = parked(trial.platform)
    yield Figure(name="parked of those carried", value=len(found) / trial.injected, limit=1, lowest=True)
    yield Figure(name="without a reason", value=sum(not one["why"] for one in found), limit=0)
    yield Figure(name="most tries", value=max(one["tries"] for one in found), limit=TRIES)
    yield Figure(name="sent again", value=resend(trial.platform, found) / len(found), limit=1, lowest=True)
    give_up(trial.platform, found)


ROW = Row(name="poison", fault="poison (100 kinds)", inject=inject, bug="requeue_for_ever")
