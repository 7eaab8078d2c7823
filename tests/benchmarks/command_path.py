"""The command path: from the POST over the commit to the answer.

The command is the proposal of a center. It is the platform's most complete one: a body of a dozen fields in two languages is
validated by the gateway and by the service, an area is loaded, a unique code is claimed, and every other service keeps a
copy of what comes of it, so that with the whole platform running it makes the most work behind the command.
"""

import uuid
from functools import partial
from statistics import median

from tests.benchmarks import raw, seeds, wrk
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.peers.running import Peers
from tests.benchmarks.platform import RELAYS
from tests.benchmarks.rows import Row, beside
from tests.benchmarks.stage import Stage

PATH = "/v1/centers"
BEHIND = (*RELAYS, "projector")


class Commands:
    """Measures one way of giving commands at a time."""

    def __init__(self, stage: Stage, area: str) -> None:
        self._stage, self._body = stage, seeds.proposal(area)
        self._backlog = Backlog(stage.platform)
        self.worst, self.level = 0, True

    def running(self) -> float:
        """With the whole platform at work; the backlog may not grow."""
        self._backlog.settle()
        with self._backlog.watched():
            rate = self.given(self._stage.platform.gateway)
        self.worst = max(self.worst, self._backlog.worst)
        self.level = self.level and self._backlog.level
        self._backlog.settle()
        return rate

    def alone(self) -> float:
        """With relays and projector standing still."""
        self._backlog.settle()
        with self._stage.platform.frozen(*BEHIND):
            rate = self.given(self._stage.platform.gateway)
        self._backlog.settle()
        return rate

    def given(self, gateway: str) -> float:
        """To a gateway, as fast as it answers."""
        arguments = (self._stage.platform.token, uuid.uuid4().hex[:8], self._body)
        return wrk.load(gateway + PATH, *arguments, seconds=self._stage.seconds).rate


def measure(stage: Stage) -> list[Row]:
    """Ours with and without what follows a command, the raw loop and the FastAPI peers, by turns."""
    platform = stage.platform
    area = stage.areas[0]
    center = seeds.propose(platform, area)["id"]
    commands = Commands(stage, area)
    with Peers(platform, area=area, center=center) as peers:
        measured = stage.by_turns(
            {
                "running": commands.running,
                "raw": partial(raw.measure, platform.addresses["mongo"], center, stage.seconds),
                "alone": commands.alone,
                "FastAPI": partial(commands.given, peers.gateway),
            }
        )
    platform.mongo.drop_database(raw.DATABASE)
    level = f"backlog {'level' if commands.level else 'GROWS'}, at most {commands.worst} behind"
    ours, alone, peer = (measured[name] for name in ("running", "alone", "FastAPI"))
    stage.learned["commands"] = median(ours)
    more = median(one / other for one, other in zip(ours, peer, strict=True))
    note = f"{more:.2f} with all running; the peer, a gateway and a service, has nothing that runs behind them"
    return [
        beside("commands, all running / raw loop", ours, measured["raw"], least=0.30, note=level, sound=commands.level),
        beside("commands, relays and projector paused / raw loop", alone, measured["raw"], least=0.35),
        beside("commands, relays and projector paused / FastAPI", alone, peer, least=1.5, note=note),
    ]
