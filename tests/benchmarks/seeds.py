"""What the benchmarks find when they begin: some areas, and a center; and what a center is proposed with."""

import json
import uuid
from typing import Any

import urllib3

from tests.benchmarks.platform import Platform

AREAS = 50
POOL = urllib3.PoolManager(maxsize=16)
CODE = "@code@"  # where the body of a proposal gets its own code
DESCRIBED = {
    "name": {"kk": "Арал қоғамдық оқу орталығы", "en": "Aral community learning center"},
    "point": {"type": "Point", "coordinates": [61.67, 46.8]},
    "host_type": "library",
    "languages": ["kk", "ru"],
    "opening_hours": ["FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=10"],
    "rooms": 3,
    "ict": {"devices": 8, "connectivity": "mobile"},
    "founded_on": "2015-09-01",
}


def plant(platform: Platform) -> list[str]:
    """Define the areas, and return their ids."""
    told = [{"code": f"B{number}", "name": {"en": f"District {number}"}} for number in range(AREAS)]
    return [post(platform, "/v1/areas", area)["id"] for area in told]


def proposal(area: str) -> str:
    """The body of a proposal, as the load generator takes it."""
    return json.dumps({"code": CODE, "area_id": area, **DESCRIBED}, ensure_ascii=False)


def propose(platform: Platform, area: str) -> dict[str, Any]:
    """A center like those that the load generator proposes."""
    return post(platform, "/v1/centers", {"code": f"C-{uuid.uuid4().hex[:12]}", "area_id": area, **DESCRIBED})


def post(platform: Platform, path: str, body: dict[str, Any], *, token: str | None = None) -> dict[str, Any]:
    """The answer to a command or a batch, of the ministry's administrator or whose token it is.

    Raises:
        RuntimeError: it was refused.
    """
    headers = {"Authorization": f"Bearer {token or platform.token}", "Idempotency-Key": uuid.uuid4().hex}
    answer = POOL.request("POST", platform.gateway + path, json=body, headers=headers, timeout=30.0)
    if answer.status >= 300:
        raise RuntimeError(f"{path}: {answer.status} {answer.data[:500]!r}")
    found: dict[str, Any] = answer.json()
    return found
