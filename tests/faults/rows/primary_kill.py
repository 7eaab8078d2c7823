"""The primary of the replica set is killed (SIGKILL) while the others are a little behind."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.client import wait_until
from tests.faults.row import Figure, Row, Trial

MEMBERS = ("mongod", "mongod-2", "mongod-3")
BEHIND = 1.0  # seconds that the others stand still before
LONGEST = 60  # seconds to wait for an accepted write


def inject(trial: Trial) -> Iterator[Figure]:
    """Freeze the others, so that what is not on a majority of them shows, then kill it."""
    longest = 0.0
    for _ in trial.rounds(short=1, long=20):
        trial.platform.ready(*MEMBERS)
        primary = _primary(trial)
        before = trial.platform.pid(primary)
        with trial.platform.frozen(*(name for name in MEMBERS if name != primary)):
            trial.load.stopped.wait(BEHIND)
            trial.platform.kill(primary)
        killed = time.monotonic()
        wait_until(lambda: _accepted(trial, killed), LONGEST)  # noqa: B023  # waited for at once
        longest = max(longest, time.monotonic() - killed)
        trial.platform.ready(primary)
        trial.injected += trial.platform.pid(primary) != before
        trial.load.progress(trial.chance.randrange(20, 60))
    yield Figure(name="writes again within", value=longest, limit=trial.promised(15), unit=" s")


def _accepted(trial: Trial, since: float) -> bool:
    return any(order.accepted and order.began + order.seconds > since for order in trial.load.history.since(since - LONGEST))


def _primary(trial: Trial) -> str:
    """The name of the process that is primary now."""
    ports = {urlsplit(row["url"]).port: name for name, row in trial.platform.rows().items() if name in MEMBERS}
    address: str = trial.platform.mongo.admin.command("hello")["primary"]
    return ports[int(address.rpartition(":")[2])]


ROW = Row(name="primary-kill", fault="mongod primary kill -9 (3 members)", inject=inject, bug="w_one", members=3)
