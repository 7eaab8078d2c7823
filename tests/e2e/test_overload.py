"""More is asked than can be answered: the rest is refused at once, and what was admitted is done."""

import statistics
import uuid

import pytest
import urllib3

from tests.client import refused, wait_until
from tests.e2e.load import Load, Request

pytestmark = [pytest.mark.platform, pytest.mark.slow]
CLIENTS = 100  # the gateway's processes have 48 places for commands, of which one service takes 32
ENOUGH = 2000  # answers


@pytest.fixture
def proposals(world):
    """New centers, one after the other."""
    return [Request("POST", "/v1/centers", lambda: world.body("propose_center", code=uuid.uuid4().hex[:12]))]


@pytest.fixture
def load(gateway_url, token):
    """Clients of the administrator's."""
    return Load(gateway_url, token("ministry_administrator"))


def memory(platform):
    """The gateway's resident memory, in bytes."""
    return next(row["memory"] for row in platform.rows() if row["name"] == "gateway")


def test_what_is_too_much_is_refused_at_once(platform, load, proposals, anybody):
    metrics = platform.endpoints["metrics"]["gateway"]
    before = memory(platform)
    with load.running(proposals, CLIENTS):
        wait_until(lambda: len(load.asked) > ENOUGH, 60)
        assert anybody.get("/livez").status == 200
        wait_until(lambda: anybody.get("/readyz").status == 200)
        assert anybody.get(f"/v1/centers/{uuid.uuid4()}").status == 404  # reads have places of their own
        assert b"toono_http_requests_shed_total" in urllib3.request("GET", metrics).data
    shed = [one for one in load.asked if one.status == 503]
    assert {status for status, _ in load.failed} == {503}, load.failed
    assert all("/problems/overloaded" in one.why and one.headers["retry-after"] == "1" for one in shed)
    assert statistics.median(one.seconds for one in shed) < 0.5  # of a hundred threads of one process
    assert memory(platform) < 1.5 * before
    (once,) = proposals
    api = anybody.to(load.token)
    wait_until(lambda: api.post(once.path, once.body()).status == 201, 30)


def test_a_service_that_hangs_takes_only_its_own_places(platform, load, proposals, everything, world):
    platform.control("pause", "registry")
    try:
        with load.running(proposals, CLIENTS):
            wait_until(lambda: any(one.status == 503 for one in load.asked))
            assert everything.get("/v1/centers").status == 200
            wait_until(lambda: everything.post("/v1/needs", world.body("raise_need")).status == 201)
    finally:
        platform.control("resume", "registry")


def test_what_nobody_waits_for_any_more_is_not_begun(platform, api, world, databases):
    code = uuid.uuid4().hex[:12]
    platform.control("pause", "registry")
    try:
        refused(api().post("/v1/centers", world.body("propose_center", code=code)), 503)
    finally:
        platform.control("resume", "registry")
    world.give("define_area", code=uuid.uuid4().hex)  # it works again
    centers = databases["toono_registry"]["center"]
    assert centers.find_one({"code": code}) is None
