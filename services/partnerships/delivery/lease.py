"""One process delivers at a time: the others wait until its lease is given back or runs out."""

import threading
from typing import Any

from pymongo.errors import PyMongoError

from shared.background import together
from shared.logs import log
from shared.relay.head import Head, LeaseLost

RENEW = 3.0  # seconds
PAUSE = 0.5  # seconds between two tries
LOSSES = 3  # times in a row that the database may fail to answer


class Lease:
    """Holds the log's head. When it is lost, the process ends and begins anew."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._stop = threading.Event()

    def take(self) -> bool:
        """Wait until this process may deliver; False if it was told to stop before."""
        while not self._stop.is_set():
            if self._taken():
                log(__name__, "delivery holds the lease", epoch=self._head.epoch)
                return True
            self._stop.wait(PAUSE)
        return False

    def run(self) -> None:
        """Keep it until told to stop, then give it back."""
        lost = 0
        while not self._stop.wait(RENEW):
            try:
                self._head.renew()
                lost = 0
            except LeaseLost:
                log(__name__, "delivery has lost the lease", 30)
                return
            except PyMongoError as error:
                lost += 1
                log(__name__, "the lease could not be renewed", 30, why=repr(error)[:300])
                if lost == LOSSES:
                    return

    def stop(self) -> None:
        """End."""
        self._stop.set()

    def release(self) -> None:
        """Give it back, so that the next process need not wait it out."""
        self._head.release()

    def _taken(self) -> bool:
        try:
            return self._head.acquire()
        except PyMongoError as error:
            log(__name__, "the lease could not be asked for", 30, why=repr(error)[:300])
            return False


class Held:
    """What one process does at a time: it begins when the lease is taken, and the lease is given back when it has ended."""

    def __init__(self, lease: Lease, work: list[Any]) -> None:
        self._lease, self._work = lease, work

    def run(self) -> None:
        """Wait for the lease, and work until told to stop."""
        if self._lease.take():
            together([self._lease, *self._work])
            self._lease.release()

    def stop(self) -> None:
        """End after what is under way."""
        for one in (self._lease, *self._work):
            one.stop()
