"""The database's disk is full: it ends itself, and cannot start until there is room again."""

import contextlib
import time
from collections.abc import Callable, Iterator

from pymongo.errors import PyMongoError

from tests.client import wait_until
from tests.faults.counting import NAME as TALLY
from tests.faults.disk import full
from tests.faults.quiet import answered
from tests.faults.row import Figure, Row, Trial

PATIENCE = 60  # seconds


def inject(trial: Trial) -> Iterator[Figure]:
    """Fill it, see the database end and not come up again, see what clients are told, and empty it."""
    began = time.monotonic()
    for _ in trial.rounds(short=1, long=5):
        before = trial.platform.rows()["mongod"]["restarts"]
        _hold_a_commit(trial)
        with full(trial.platform, "mongodb") as fill:
            wait_until(lambda: _restarts(trial, fill) > before + 1, PATIENCE)  # noqa: B023  # waited for at once
            died = time.monotonic()
            wait_until(lambda: _told(trial, died), PATIENCE)  # noqa: B023
        trial.injected += 1
        trial.platform.ready()
        trial.load.progress(20)
    orders = answered(trial, began)
    yield Figure(name="commands told 503", value=_told(trial, began), limit=1, lowest=True)
    yield Figure(name="without Retry-After, or another 5xx", value=sum(order.bare for order in orders), limit=0)


def _hold_a_commit(trial: Trial) -> None:
    """Have the tally's commits wait, so that effects are being committed as the database ends; the failpoint ends with it."""
    told = {"failCommands": ["commitTransaction"], "appName": TALLY, "blockConnection": True, "blockTimeMS": 1000 * PATIENCE}
    admin = trial.platform.mongo.admin
    before = admin.command("configureFailPoint", "failCommand", mode="alwaysOn", data=told)["count"]
    admin.command("waitForFailPoint", "failCommand", timesEntered=before + 1, maxTimeMS=1000 * PATIENCE)


def _told(trial: Trial, since: float) -> int:
    """How many have been told since then to come again."""
    return sum(status == 503 for order in trial.load.history.since(since) for status, _ in order.told)


def _restarts(trial: Trial, fill: Callable[[], None]) -> int:
    """How often it has been started anew; whoever ends leaves room, which is filled again, and a checkpoint needs some."""
    fill()
    found = trial.platform.rows()["mongod"]
    if found["ready"]:
        with contextlib.suppress(PyMongoError):
            trial.platform.mongo.admin.command("fsync")
    return int(found["restarts"])


ROW = Row(name="mongod-disk", fault="disk full: mongod", inject=inject, bug="swallowed_error")
