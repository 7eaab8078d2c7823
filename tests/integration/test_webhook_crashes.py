"""The delivery process is killed at any moment: every event arrives, or waits with its reason; ids never change."""

import random
import subprocess
import sys
import uuid
from typing import Any

import pytest
from standardwebhooks import Webhook

from deploy.local.layout import ROOT
from tests.client import wait_until
from tests.integration.delivering import SECRET, Log
from tests.integration.endpoints import Reply, endpoint

EVENTS, KILLS = 3000, 6


@pytest.fixture
def database(mongo):
    name = str(uuid.uuid4())
    yield mongo[name]
    mongo.drop_database(name)


def started(mongo_uri: str, name: str, url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.integration.delivering", mongo_uri, name, url]
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603  a process of the tests


def test_nothing_is_lost_however_often_it_is_killed(mongo_uri, database):
    chance = random.Random(7)  # noqa: S311  of a test
    with endpoint() as one:
        one.rule = lambda request: Reply(500 if chance.random() < 0.05 or request.event["subject"] == "bad" else 204)
        process = started(mongo_uri, database.name, one.url)
        wait_until(lambda: database["webhook_lines"].find_one({"_id": database.name}), 30)
        ids = Log(database).append(["good", "bad", *["good"] * 98] * (EVENTS // 100))
        for kill in range(1, KILLS + 1):
            wait_until(lambda: len(one.requests) >= kill * EVENTS // (KILLS + 2), 60)  # noqa: B023  used at once
            process.kill()
            process.wait()
            process = started(mongo_uri, database.name, one.url)
        try:
            wait_until(lambda: all_told(database, ids, one), 90)
        finally:
            process.kill()
            process.wait()
    told = {request.id: request.event["id"] for request in one.requests}
    assert all(id_ == named for id_, named in told.items())
    assert set(told) == set(ids)
    assert all(Webhook(SECRET).verify(request.body, request.headers) for request in one.requests[-200:])
    repeated = len(one.requests) - len(database_attempts(database))
    assert repeated <= KILLS * 300  # what a page held at a kill, and nothing like the whole


def all_told(database, ids, one) -> bool:
    """Whether the line has come to the end, and what was not taken waits with its reason."""
    line = database["webhook_lines"].find_one({"_id": database.name})
    waiting = {entry["event_id"]: entry for entry in database["webhook_waiting"].find()}
    open_ = [entry for entry in waiting.values() if entry["due"] is not None]
    return line["cursor"] == len(ids) and not open_ and set(ids) <= one.taken and all(one["reason"] for one in waiting.values())


def database_attempts(database) -> list[dict[str, Any]]:
    return list(database["webhook_attempts"].find({}, {"_id": 1}))
