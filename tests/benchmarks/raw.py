"""The yardstick of a command: a bare pymongo loop that writes the same two documents in the same kind of transaction.

One process with as many threads as the load generator has connections; same indexes, snapshot reads, journaled majority
writes; nothing is validated, decided or answered. ``python -m tests.benchmarks.raw URI CENTER SECONDS`` prints how many
transactions it committed per second.
"""

import subprocess
import sys
import threading
import time
from typing import Any

from pymongo import MongoClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.benchmarks.platform import ROOT
from tests.benchmarks.stage import CONNECTIONS
from tests.benchmarks.template import Template, copy_indexes

DATABASE = "toono_bench_raw"
DURABLE = WriteConcern("majority", j=True)
SNAPSHOT = ReadConcern("snapshot")


class Loop:
    """The loop, in its threads."""

    def __init__(self, uri: str, center: str) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri, tz_aware=True, maxPoolSize=CONNECTIONS)
        self._database = self._client[DATABASE]
        registry = self._client["toono_registry"]
        self._template = Template.of(registry, center)
        for name in ("center", "journal"):
            copy_indexes(registry[name], self._database[name])

    def run(self, seconds: float) -> float:
        """Transactions per second."""
        self._counts = [0] * CONNECTIONS
        began = time.monotonic()
        threads = [threading.Thread(target=self._commit_until, args=(place, began + seconds)) for place in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(self._counts) / (time.monotonic() - began)

    def _commit_until(self, place: int, until: float) -> None:
        while time.monotonic() < until:
            state, entry = self._template.another()
            with self._client.start_session() as session, session.start_transaction(SNAPSHOT, DURABLE):
                self._database["center"].insert_one(state, session=session)
                self._database["journal"].insert_one(entry, session=session)
            self._counts[place] += 1


def measure(uri: str, center: str, seconds: float) -> float:
    """Transactions per second, from a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.raw", uri, center, str(seconds)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)  # noqa: S603


if __name__ == "__main__":
    print(Loop(*sys.argv[1:3]).run(float(sys.argv[3])))  # noqa: T201
