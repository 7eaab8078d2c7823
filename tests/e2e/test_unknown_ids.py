"""Ids that nobody has heard of, many at once: they are refused, and hold up nobody."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.services import AT_ONCE, PATIENCE, WAITING
from tests.client import refused

pytestmark = pytest.mark.platform
PROCESSES, MANY = 2, 200


def test_ids_that_nobody_has_heard_of_do_not_hold_up_the_gateway(everything, world):
    def propose(_number: int) -> float:
        began = time.monotonic()
        answer = everything.post("/v1/needs", world.body("raise_need", center_id=str(uuid.uuid4())))
        refused(answer, 409, names="center_id")
        assert int(answer.headers["Retry-After"]) > 0
        return time.monotonic() - began

    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:  # no more than one process sends on
        took = list(pool.map(propose, range(MANY)))
    rounds = 1 + (time.monotonic() - began) // PATIENCE
    assert sum(seconds >= PATIENCE for seconds in took) <= WAITING * PROCESSES * rounds
    assert world.read("center").status == 200
