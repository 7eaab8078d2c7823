"""Whoever has written reads their own write, at once and every time, with the broker and without."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from tests.client import Api
from tests.world import World

pytestmark = [pytest.mark.platform, pytest.mark.slow]
PAIRS, WRITERS = 1000, 8


def stale_reads(by: Api, world: World, pairs: int) -> list[tuple[int, int]]:
    """(written, read) versions of each write that was not read: needs are raised, then put right twice."""
    body, stale = world.body("raise_need"), []
    for one in range(pairs):
        if one % 3 == 0:
            written = by.post("/v1/needs", body)
        else:
            correction = world.body("correct_need", rank=None, reason=f"Heard again, {one}.")
            written = by.post(f"/v1/needs/{written.body['id']}/correct", {k: v for k, v in correction.items() if v is not None})
        assert written.status in {200, 201}, written.body
        read = by.get(f"/v1/needs/{written.body['id']}")
        if (read.status, read.body) != (200, written.body):
            stale.append((written.body["version"], read.body.get("version", 0)))
    return stale


def in_parallel(by: Api, world: World) -> list[tuple[int, int]]:
    with ThreadPoolExecutor(WRITERS) as pool:
        found = pool.map(lambda _: stale_reads(by, world, PAIRS // WRITERS), range(WRITERS))
        return list(chain.from_iterable(found))


def test_no_read_is_stale(everything, world):
    assert in_parallel(everything, world) == []


def test_no_read_is_stale_without_the_broker(everything, world, platform):
    with platform.without("broker"):
        assert in_parallel(everything, world) == []


def test_a_batch_is_read_at_once_too(everything, world):
    orders = [{"id": f"need-{n}", "command": "raise_need", "body": world.body("raise_need")} for n in range(200)]
    for result in everything.post("/v1/batches", {"commands": orders}).body["results"]:
        assert result["status"] == 201, result
        assert everything.get(f"/v1/needs/{result['body']['id']}").body == result["body"]
