"""The read path: one center by its id, with a token.

Ours also looks into `fresh`, so that a writer reads its own write; the peer need not, and does not.
"""

from functools import partial

from tests.benchmarks import seeds, wrk
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.peers.running import Peers
from tests.benchmarks.rows import Row, beside
from tests.benchmarks.stage import Stage


def measure(stage: Stage) -> list[Row]:
    """Ours and the peer's, by turns."""
    platform = stage.platform
    area = stage.areas[0]
    center = seeds.propose(platform, area)["id"]
    Backlog(platform).settle()
    with Peers(platform, area=area, center=center) as peers:
        read = partial(_read, stage, f"/v1/centers/{center}")
        measured = stage.by_turns({"ours": partial(read, platform.gateway), "FastAPI": partial(read, peers.gateway)})
    note = "ours looks into fresh too"
    return [beside("read by id / FastAPI", measured["ours"], measured["FastAPI"], least=1.0, note=note)]


def _read(stage: Stage, path: str, gateway: str) -> float:
    return wrk.load(gateway + path, stage.platform.token, seconds=stage.seconds).rate
