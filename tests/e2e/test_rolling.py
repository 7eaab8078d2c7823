"""Every process is replaced while people and systems ask, and nobody notices."""

import threading
import uuid
from functools import partial

import psutil
import pytest

from tests.client import wait_until
from tests.e2e.load import Load, Request

pytestmark = [pytest.mark.platform, pytest.mark.slow]
CLIENTS = 10
SERVICES = ("registry", "programs", "partnerships", "feedback")


@pytest.fixture
def requests(world):
    """Something to ask of every service, and reads."""

    def given(command, path, **changes):
        return Request("POST", path, lambda: world.body(command, **{name: change() for name, change in changes.items()}))

    def code():
        return uuid.uuid4().hex[:12]

    return [
        given("propose_center", "/v1/centers", code=code),
        given("raise_need", "/v1/needs"),
        given("register_partner", "/v1/partners", code=code, area_id=lambda: None, area_ids=list),
        given("draft_center_program", "/v1/programs", need_ids=list, agreement_id=lambda: None),
        Request("GET", f"/v1/centers/{world.ids['center']}"),
    ]


@pytest.fixture
def pids(platform):
    """The processes that run now, by name; of the gateway those that gunicorn has started."""

    def look():
        found = {row["name"]: {row["pid"]} for row in platform.rows() if row["replaced"]}
        found["gateway"] = {child.pid for child in psutil.Process(*found["gateway"]).children()}
        return found

    return look


def test_a_rolling_restart_fails_no_request(platform, gateway_url, token, requests, pids):
    load = Load(gateway_url, token("ministry_administrator"), pause=0.2)
    before = pids()
    with load.running(requests, CLIENTS):
        platform.control("restart-rolling")
    after = pids()
    assert set(after) == set(before) >= {"gateway", "projector", *SERVICES}
    assert [name for name in before if before[name] & after[name]] == []
    assert len(load.asked) > 100
    assert load.failed == {}


def test_a_service_that_ends_answers_what_it_has_in_hand(platform, api, databases):
    journal = databases["toono_registry"]["journal"]
    defined = partial(journal.count_documents, {"command": "define_area"})
    before = defined()
    commands = [
        {"id": str(uuid.uuid4()), "command": "define_area", "body": {"code": uuid.uuid4().hex, "name": {"en": "A"}}}
        for _ in range(1000)
    ]
    answers = []
    asking = threading.Thread(target=lambda: answers.append(api().post("/v1/batches", {"commands": commands})))
    asking.start()
    wait_until(lambda: defined() > before)
    with platform.without("registry"):
        asking.join(60)
        (answer,) = answers
        assert {one["status"] for one in answer.body["results"]} == {201}
        assert defined() == before + len(commands)
