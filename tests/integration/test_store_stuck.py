"""A commit that never comes through leaves nothing locked behind: not longer than the attempt itself."""

import time

import pytest

from deploy.local.database import TRANSACTION_SECONDS
from shared.errors import Unavailable
from shared.store import commits
from tests.client import wait_until
from tests.integration.jars import because, changed, do, entries, filled, open_jar

FAULTS = {
    "the connection is lost": {"closeConnection": True},
    "no longer the primary": {"errorCode": 10107},
    "no answer": {"blockConnection": True, "blockTimeMS": 1500},
}


@pytest.fixture
def failing(mongo):
    """``failing(fault)``: from now on every commit fails so; without one none does."""

    def fail(**fault):
        told = {"mode": "alwaysOn", "data": {"failCommands": ["commitTransaction"], **fault}} if fault else {"mode": "off"}
        return mongo.admin.command({"configureFailPoint": "failCommand", **told})["count"]

    yield fail
    fail()


def is_open(mongo):
    return mongo.admin.command("serverStatus")["transactions"]["currentOpen"]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_after_a_commit_that_failed_for_good_the_next_one_goes_through_at_once(jars, mongo, failing, fault):
    id_, cause = open_jar(jars), because()
    before = failing(**fault)
    with changed(commits, DEADLINE=1), pytest.raises(Unavailable):
        do(jars, filled, id_, cause=cause)
    assert failing() > before, "the fault never happened"
    wait_until(lambda: not is_open(mongo), 5)
    began = time.monotonic()
    assert do(jars, filled, id_).version >= 2
    assert time.monotonic() - began < commits.DEADLINE
    do(jars, filled, id_, cause=cause)
    assert jars.database["jar"].find_one({"_id": id_})["beans"] == 2
    assert len([one for one in entries(jars) if one["_id"] == cause.key]) == 1


def test_what_nobody_lets_go_the_platforms_database_ends_by_itself(databases):
    name = "transactionLifetimeLimitSeconds"
    assert databases.admin.command({"getParameter": 1, name: 1})[name] == TRANSACTION_SECONDS
