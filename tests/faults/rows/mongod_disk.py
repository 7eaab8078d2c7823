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
        with full(trial.platform, "mongodb"):
            with contextlib.suppress(PyMongoError):
                trial.platform.mongo.admin.command("fsync")
            wait_until(lambda: trial.platform.rows()["mongod"]["restarts"] > before, PATIENCE)  # noqa: B023
            trial.load.progress(20)
        trial.injected += 1
        trial.platform.ready()
        trial.load.progress(20)
    orders = trial.load.history.since(began)
    told = [status for order in orders for status, _ in order.told if status >= 500]
    yield Figure(name="commands told 503", value=told.count(503), limit=1, lowest=True)
    yield Figure(name="without Retry-After, or another 5xx", value=sum(order.bare for order in orders), limit=0)


ROW = Row(name="mongod-disk", fault="disk full: mongod", inject=inject, bug="swallowed_error")
