"""From commit to visible, at half load.

Both times come from the database's own clock: `wallTime` of the change that the registry's transaction made, and of the one
by which the projector put the same center into the read model (not into `fresh`). Nobody watches during the load; the changes
are read from the log afterwards.
"""

import http.client
import itertools
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks import seeds
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.command_path import PATH, Commands
from tests.benchmarks.platform import Platform
from tests.benchmarks.rows import Row, at_most
from tests.benchmarks.stage import CONNECTIONS, Spoiled, Stage

SAMPLES = 1_500
PATIENCE = 10  # seconds until the log must have told them all
Seen = dict[str, datetime]
WRITES = {"operationType": {"$in": ["insert", "replace", "update"]}}
CHANGES = [{"$match": WRITES}, {"$project": {"wallTime": 1, "documentKey": 1}}]


class Steady:
    """Proposes centers at a constant rate, however long the answers take."""

    def __init__(self, platform: Platform, area: str, rate: float) -> None:
        self._platform, self._rate = platform, rate
        self._run, self._numbers = uuid.uuid4().hex[:8], itertools.count()
        self._before, self._after = (part.encode() for part in seeds.proposal(area).split(seeds.CODE))
        self.refused = 0

    def run(self, samples: int) -> None:
        """Send so many proposals, each at its own time."""
        self._began = time.monotonic()
        threads = [threading.Thread(target=self._send, args=(samples,)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send(self, samples: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(self._platform.gateway).netloc, timeout=30)
        headers = {"Authorization": f"Bearer {self._platform.token}", "Content-Type": "application/json"}
        while (number := next(self._numbers)) < samples:
            time.sleep(max(0.0, self._began + number / self._rate - time.monotonic()))
            code = f"{self._run}-{number}"
            body = self._before + code.encode() + self._after
            connection.request("POST", PATH, body, {**headers, "Idempotency-Key": code})
            answer = connection.getresponse()
            answer.read()
            self.refused += answer.status != 201


def measure(stage: Stage) -> list[Row]:
    """The 99th percentile in every round."""
    if "commands" not in stage.learned:
        stage.learned["commands"] = Commands(stage, stage.areas[0]).running()
    rate = stage.learned["commands"] / 2
    measured = []
    for number in range(stage.rounds):
        delays = _delays(stage, rate)
        measured.append(delays[int(len(delays) * 0.99)])
        stage.say(f"  round {number + 1} of {stage.rounds}: p50 {delays[len(delays) // 2]:.0f} ms · p99 {measured[-1]:.0f} ms")
    note = f"{rate:.0f} commands/s, {SAMPLES} of them a round, all counted"
    return [at_most("p99 from commit to visible, at half load", measured, "ms", most=250, note=note)]


def _delays(stage: Stage, rate: float) -> list[float]:
    """The milliseconds of each center, in order."""
    mongo, steady = stage.platform.mongo, Steady(stage.platform, stage.areas[0], rate)
    Backlog(stage.platform).settle()
    start = mongo.admin.command("ping")["operationTime"]
    steady.run(SAMPLES)
    Backlog(stage.platform).settle()
    committed = _first(mongo["toono_registry"]["center"], start, lambda seen: len(seen) == SAMPLES)
    visible = _first(mongo["toono_gateway"]["center"], start, lambda seen: committed.keys() <= seen.keys())
    if steady.refused or len(committed) != SAMPLES or committed.keys() - visible.keys():
        raise Spoiled(f"{steady.refused} proposals refused, {len(committed)} of {SAMPLES} committed, {len(visible)} visible")
    return sorted((visible[id_] - committed[id_]).total_seconds() * 1000 for id_ in committed)


def _first(collection: Any, start: Any, complete: Callable[[Seen], bool]) -> Seen:
    """By id, when each document was first written since then."""
    seen: Seen = {}
    with collection.watch(CHANGES, start_at_operation_time=start, max_await_time_ms=500, batch_size=1000) as changes:
        until = time.monotonic() + PATIENCE
        while not complete(seen) and time.monotonic() < until:
            if (change := changes.try_next()) is not None:
                seen.setdefault(change["documentKey"]["_id"], change["wallTime"])
    return seen
