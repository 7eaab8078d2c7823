"""The primary of the replica set is killed (SIGKILL) while the others are a little behind."""

import contextlib
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from urllib.parse import urlsplit

from pymongo.errors import PyMongoError

from deploy.local import replicaset
from tests.client import wait_until
from tests.faults.platform import READY
from tests.faults.row import Figure, Row, Trial

MEMBERS = ("mongod", "mongod-2", "mongod-3")
BEHIND = 1.0  # seconds that the others fetch nothing before
STOP = "stopReplProducer"
LONGEST = 60  # seconds to wait for an accepted write


def inject(trial: Trial) -> Iterator[Figure]:
    """Let the others fall behind, so that what is not on a majority of them shows, and kill it until another is in its place.

    They are not frozen: they would read later what it has sent them. And if it came back before another is primary it would be
    the newest of them and primary again, and nothing that only it has would be lost.
    """
    longest = 0.0
    for _ in trial.rounds(short=1, long=20):
        trial.platform.ready(*MEMBERS)
        primary = _primary(trial)
        before = trial.platform.pid(primary)
        with _behind(trial, [name for name in MEMBERS if name != primary]):
            trial.load.stopped.wait(BEHIND)
            trial.platform.kill(primary)  # it would hand over if it was told to end
            trial.platform.stop(primary)
        killed = time.monotonic()
        wait_until(partial(_accepted, trial, killed), LONGEST)
        longest = max(longest, time.monotonic() - killed)
        trial.platform.start(primary)
        trial.injected += trial.platform.pid(primary) != before
        trial.load.progress(trial.chance.randrange(20, 60))
    yield Figure(name="writes again within", value=longest, limit=trial.promised(15), unit=" s")


@contextmanager
def _behind(trial: Trial, names: list[str]) -> Iterator[None]:
    """Have these members fetch nothing, by MongoDB's own failpoint, for as long as the context lasts."""
    with ExitStack() as until_then:
        for name in names:
            member = until_then.enter_context(_member(trial, name))
            wait_until(partial(_fetches, member, stops="alwaysOn"), READY)
            until_then.callback(_fetches, member, stops="off")
        yield


def _fetches(member: replicaset.Client, *, stops: str) -> bool:
    """Have a member fetch nothing or go on; False while it is not yet one again, and knows nobody who may tell it so."""
    with contextlib.suppress(PyMongoError):
        member.admin.command("configureFailPoint", STOP, mode=stops)
        return True
    return False


def _member(trial: Trial, name: str) -> replicaset.Client:
    """A client of this member only."""
    told, port = urlsplit(trial.platform.addresses["mongo"]), urlsplit(trial.platform.rows()[name]["url"]).port
    return replicaset.client(int(port or 0), username=told.username, password=told.password)


def _accepted(trial: Trial, since: float) -> bool:
    return any(order.accepted and order.began + order.seconds > since for order in trial.load.history.since(since - LONGEST))


def _primary(trial: Trial) -> str:
    """The name of the process that is primary now."""
    ports = {urlsplit(row["url"]).port: name for name, row in trial.platform.rows().items() if name in MEMBERS}
    address: str = trial.platform.mongo.admin.command("hello")["primary"]
    return ports[int(address.rpartition(":")[2])]


ROW = Row(name="primary-kill", fault="mongod primary kill -9 (3 members)", inject=inject, bug="w_one", members=3)
