"""Among the events are some that nobody can take in: a hundred kinds of them, one to a hundred events.

And some that one consumer cannot take in, however often it tries: they climb the ladder before they are parked.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pymongo.collection import Collection

from shared.envelope import decode
from shared.events import moment
from tests.faults import poison
from tests.faults.counting import NAME as TALLY
from tests.faults.courier import Courier, Window
from tests.faults.drain import speed
from tests.faults.quiet import seconds_until
from tests.faults.repair import give_up, parked, resend
from tests.faults.row import Figure, Row, Trial

OFTEN, SELDOM = 4, 100  # events to one poisoned
HARD = 5  # that fail each time
TRIES = 5
PATIENCE = 60  # seconds
DRINKERS = ("gateway.projector", "programs", "programs.copies", "partnerships", "feedback")
FOR_EVER = 10**6


def inject(trial: Trial) -> Iterator[Figure]:
    """Carry poison with the rest, until every kind has been carried; all of it must be parked, with a reason."""
    told = trial.platform.mongo["toono_tally"]["told"]
    with Courier(trial.platform) as courier:
        pour = Pouring(trial, told)
        courier.arrange = pour.arrange
        while trial.injected < len(poison.kinds()) + HARD:
            trial.load.progress(40)
        courier.finish(trial)
        if trial.long:
            yield Figure(name="speed with 1 % poison", value=speed(trial, courier, pour.arrange), limit=0.9, lowest=True)
    seconds_until(lambda: len(parked(trial.platform)) >= trial.injected, min(PATIENCE, 2 * trial.patience))
    found = parked(trial.platform)
    hard = [one for one in found if one["consumer"] == TALLY]
    yield Figure(name="parked of those carried", value=len(found) / trial.injected, limit=1, lowest=True)
    yield Figure(name="without a reason", value=sum(not one["why"] for one in found), limit=0)
    yield Figure(name="most tries", value=max((one["tries"] for one in found), default=0), limit=TRIES)
    yield Figure(
        name="least tries of what fails each time", value=min((one["tries"] for one in hard), default=0), limit=2, lowest=True
    )
    told.delete_many({"fails": {"$gt": 0}})
    yield Figure(name="sent again", value=resend(trial.platform, found) / max(len(found), 1), limit=1, lowest=True)
    if len(found) == trial.injected:
        give_up(trial.platform, [one for one in found if one["consumer"] != TALLY])


class Pouring:
    """Puts poison among the events, each kind in turn, and has the tally fail at some for ever."""

    def __init__(self, trial: Trial, told: Collection[dict[str, Any]]) -> None:
        self._trial, self._told = trial, told
        self._kinds, self._turn = itertools.cycle(poison.kinds()), itertools.count(1)
        self._hard: set[str | None] = set()  # ids of things
        self._since = datetime.now(UTC)  # what is told later reaches nobody but through the courier

    def arrange(self, consumer: str, window: Window) -> Window:
        """What is carried to this consumer in place of a window."""
        drunk: Window = []
        for body in window:
            drunk.append(body)
            if consumer in DRINKERS and not next(self._turn) % (SELDOM if self._trial.long else OFTEN):
                drunk.append(next(self._kinds)(body, consumer))
                self._trial.injected += 1
            elif consumer == TALLY and len(self._hard) < HARD:
                self._harden(body)
        return drunk

    def _harden(self, body: bytes) -> None:
        event = decode(body)
        if event.subject not in self._hard and moment(event.time) > self._since:
            self._told.insert_one({"_id": event.subject, "version": event.version, "fails": FOR_EVER})
            self._hard.add(event.subject)
            self._trial.injected += 1


ROW = Row(name="poison", fault="poison (100 kinds)", inject=inject, bug="requeue_for_ever")
