"""Relay and projector at full speed: from a pile of real journal entries to a read model that shows them all.

The entries are copies of one that the registry itself has written, with ids of their own, spread over the planted areas. The
relay gives them positions and hashes, publishes them and waits for every confirm, from and to zero pending; consumers stand
still meanwhile. Then the projector takes them in, roll-ups included, from and to zero.
"""

import itertools
import time
from collections.abc import Callable

from tests.benchmarks import seeds
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.platform import RELAYS
from tests.benchmarks.rows import Row, at_least
from tests.benchmarks.stage import Spoiled, Stage
from tests.benchmarks.template import Template

PILE = 20_000  # entries, with one fact each
CHUNK = 2_000  # entries inserted at once
STEP = 0.01  # seconds
PATIENCE = 120  # seconds
RELAY, *OTHERS = RELAYS


def measure(stage: Stage) -> list[Row]:
    """Relay and projector, one after the other, in every round."""
    center = seeds.propose(stage.platform, stage.areas[0])["id"]
    template = Template.of(stage.platform.mongo["toono_registry"], center)
    relayed, projected = [], []
    for number in range(stage.rounds):
        relay, projector = _round(stage, template)
        relayed.append(relay)
        projected.append(projector)
        stage.say(f"  round {number + 1} of {stage.rounds}: relay {relay:,.0f}/s · projector {projector:,.0f}/s")
    return [
        at_least("relay, with positions, hashes and confirms", relayed, "events/s", least=4000),
        at_least("projector, with roll-ups", projected, "events/s", least=2000),
    ]


def _round(stage: Stage, template: Template) -> tuple[float, float]:
    """Events per second of relay and of projector."""
    platform, backlog = stage.platform, Backlog(stage.platform)
    backlog.settle()
    with platform.frozen(*OTHERS):
        with platform.frozen("projector"):
            with platform.frozen(RELAY):
                _pile_up(stage, template)
            relay = _timed(lambda: backlog.sent)
        projector = _timed(lambda: not any(backlog.look()))
    backlog.settle()
    return relay, projector


def _pile_up(stage: Stage, template: Template) -> None:
    journal, areas = stage.platform.mongo["toono_registry"]["journal"], itertools.cycle(stage.areas)
    for _ in range(0, PILE, CHUNK):
        journal.insert_many([template.another(next(areas))[1] for _ in range(CHUNK)])


def _timed(over: Callable[[], bool]) -> float:
    """Events per second until it is over.

    Raises:
        Spoiled: it takes too long.
    """
    began = time.monotonic()
    while not over():
        if time.monotonic() - began > PATIENCE:
            raise Spoiled(f"{PILE} events took longer than {PATIENCE} s")
        time.sleep(STEP)
    return PILE / (time.monotonic() - began)
