"""The database's disk is full: it ends itself, and cannot start until there is room again."""

import contextlib
import time
from collections.abc import Iterator

from pymongo.errors import PyMongoError

from tests.client import wait_until
from tests.faults.disk import full
from tests.faults.row import Figure, Row, Trial

PATIENCE = 60  # seconds


def inject(trial: Trial) -> Iterator[Figure]:
    """Fill it, have the database write a checkpoint, see what clients are told, and empty it."""
    began = time.monotonic()
    for _ in trial.rounds(short=1, long=5):
        before = trial.platform.rows()["mongod"]["restarts"]
        with full(trial.platform, "mongodb") as fill:
            with contextlib.suppress(PyMongoError):
                trial.platform.mongo.admin.command("fsync")
            wait_until(lambda: trial.platform.rows()["mongod"]["restarts"] > before, PATIENCE)  # noqa: B023
            fill()
            died = time.monotonic()
            wait_until(lambda: _told(trial, died), PATIENCE)  # noqa: B023
        trial.injected += 1
        trial.platform.ready()
        trial.load.progress(20)
    orders = trial.load.history.since(began)
    yield Figure(name="commands told 503", value=_told(trial, began), limit=1, lowest=True)
    yield Figure(name="without Retry-After, or another 5xx", value=sum(order.bare for order in orders), limit=0)


def _told(trial: Trial, since: float) -> int:
    """How many have been told since then to come again."""
    return sum(status == 503 for order in trial.load.history.since(since) for status, _ in order.told)


ROW = Row(name="mongod-disk", fault="disk full: mongod", inject=inject, bug="swallowed_error")
