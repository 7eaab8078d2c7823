"""What an operator finds and mends with `toono` on a running platform: a lost binding, parked messages."""

import json
import subprocess
import sys
import threading
import uuid
from typing import Any

import pytest

from deploy.local.layout import ROOT
from gateway.views.generations import ReadModel
from shared import broker
from shared.envelope import CONTENT_TYPE
from tests.client import refused, wait_until
from tests.integration.wire import Wire

pytestmark = pytest.mark.platform
pytest_plugins = ["tests.e2e.town"]


@pytest.fixture
def toono(platform):
    """``toono("parked", "list")``: what the command prints as JSON."""

    def run(*arguments: str, status: int = 0) -> Any:
        command = [sys.executable, "-m", "deploy.cli", *arguments, "--json"]
        done = subprocess.run(  # noqa: S603  # commands of this test
            command, cwd=ROOT, env=platform.environment, capture_output=True, text=True, timeout=900, check=False
        )
        assert done.returncode == status, done.stdout[-3000:] + done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture
def wire(platform):
    found = Wire(platform.endpoints["amqp"])
    yield found
    found.clear()


def wrong(toono: Any, name: str) -> list[str]:
    """What a check of `toono verify` finds wrong."""
    told = toono("verify", "--wait", "30", status=1)
    return next(check["examples"] for check in told["checks"] if check["name"] == name)


def test_a_lost_binding_is_noticed_and_healed_by_a_replay(toono, wire, town, offering, until):
    inbox = (broker.inbox("programs"), broker.exchange("registry"), "center.suspended")
    wire.channel.queue_unbind(*inbox)
    town.give("suspend_center", reason="The roof leaks.")
    assert wrong(toono, "receipts") == ["programs has not had 1 of toono.registry.center.suspended"]
    assert town.read("offering").body["status"] == offering["status"]
    chosen = ("registry", "--to", "programs", "--type", "toono.registry.center.suspended", "--reason", "a lost binding")
    assert toono("replay", *chosen, "--dry-run")["found"] >= 1
    toono("replay", *chosen)
    until(town, "offering", status="on_hold")
    assert toono("verify")["holds"]
    wire.channel.queue_bind(*inbox)


def test_replaying_everything_twice_changes_nothing(toono, town, offering, databases):
    assert toono("verify")["holds"]
    before = {name: databases[f"toono_{name}"]["journal"].count_documents({}) for name in ("registry", "programs", "feedback")}
    for to in ("programs", "programs.copies", "gateway.projector"):
        for _ in range(2):
            assert toono("replay", "registry", "--to", to, "--reason", "a test")["status"] == "done"
    assert toono("verify")["holds"]
    after = {name: databases[f"toono_{name}"]["journal"].count_documents({}) for name in before}
    assert after == before
    assert town.read("offering").body == offering


@pytest.fixture
def poison(wire, toono):
    """A message that nobody can read, in the inbox of programs; its id once it is parked."""
    body = f"poison {uuid.uuid4()}".encode()
    wire.put(broker.inbox("programs"), body, CONTENT_TYPE)

    def listed() -> str | None:
        return next((one["id"] for one in toono("parked", "list") if one["size"] == len(body)), None)

    id_ = wait_until(listed, 30)
    yield id_
    toono("parked", "drop", id_, "--reason", "the test is over")


def test_a_parked_message_is_listed_sent_again_and_dropped(toono, poison, api):
    shown = api("operator").get(f"/v1/operations/parked/{poison}").body
    assert (shown["consumer"], shown["event"], shown["tries"]) == ("programs", None, 1)
    assert "not JSON" in shown["why"]
    assert wrong(toono, "parked")
    toono("parked", "resend", poison, "--reason", "to see it again")
    again = wait_until(lambda: (one := api("operator").get(f"/v1/operations/parked/{poison}").body)["times"] == 2 and one, 30)
    assert (again["status"], again["settled"][0]["what"], again["settled"][0]["by"]) == ("waiting", "resend", "local:operator")
    toono("parked", "drop", poison, "--reason", "nobody can read it")
    dropped = api("operator").get(f"/v1/operations/parked/{poison}").body
    assert (dropped["status"], dropped["settled"][-1]["why"]) == ("dropped", "nobody can read it")
    refused(api("operator").post(f"/v1/operations/parked/{poison}/resend", {}), 409)
    assert toono("parked", "list", "--status", "dropped")
    assert toono("verify")["holds"]


def test_the_read_model_is_built_anew_while_it_is_read_and_written(toono, town, api, databases):
    """Twice, after which everything stands where other tests look for it."""
    spoilt = {"measure": "centers", "n": {"$gt": 0}}
    model = ReadModel(databases["toono_gateway"])
    model["cells"].update_one(spoilt, {"$inc": {"n": 5}})
    generation = model.prefix
    assert wrong(toono, "rollups")
    ministry, stop, failures, written = api(), threading.Event(), list[Any](), list[str]()

    def use() -> None:
        while not stop.is_set():
            need = town.give("raise_need")["id"]
            written.append(need)
            found = [ministry.get(f"/v1/needs/{one}") for one in {need, written[0]}]
            listed = ministry.get("/v1/needs", center_id=town.ids["center"], limit=500)
            profile = ministry.get(f"/v1/centers/{town.ids['center']}/profile")
            counts = (len(listed.body["items"]), len(profile.body["needs"]))
            if {answer.status for answer in (*found, listed, profile)} != {200} or counts < before[0]:
                failures.append((found, counts, before[0]))
            before[0] = counts

    before = [(0, 0)]
    user = threading.Thread(target=use)
    user.start()
    try:
        for _ in range(2):
            done = toono("rebuild", "--reason", "a spoilt cell")
            assert done["at"] == done["of"] > 0
    finally:
        stop.set()
        user.join(30)
    assert failures == []
    assert len(written) > 5
    assert toono("verify")["holds"]
    wait_until(lambda: databases["toono_gateway"]["generations"].find_one()["retiring"] is None, 20)
    assert model["need"].find_one({"_id": written[0]})
    assert model.prefix == generation


def test_what_is_old_is_archived_and_all_is_read_as_before(toono, town, databases):
    for reason in ("The roof leaks.", "It rains."):
        town.give("suspend_center", reason=reason)
        town.give("reopen_center", reason=reason)
    assert toono("verify")["holds"]
    chosen = ("registry", "--before", "2100-01-01T00:00+05:00")
    assert toono("outbox", "archive", "registry")[0]["found"] == 0, "nothing is older than 400 days"
    assert toono("outbox", "archive", *chosen, "--dry-run")[0]["found"] >= 4
    journal, bare = databases["toono_registry"]["journal"], {"archived": {"$exists": True}}
    before = journal.count_documents(bare)
    done = toono("outbox", "archive", *chosen)[0]
    assert journal.count_documents(bare) - before == done["found"] >= 4
    assert toono("verify")["holds"]
    assert toono("replay", "registry", "--to", "gateway.projector", "--reason", "a test")["found"] >= 4
    assert toono("rebuild", "--reason", "a test")["at"] > 0
    assert toono("verify")["holds"]


def test_what_delivery_has_not_seen_is_told(toono, world, databases):  # noqa: ARG001
    marks = databases["toono_partnerships"]["delivery_marks"]
    assert toono("verify")["holds"]
    marks.update_one({"_id": "registry"}, {"$inc": {"upto": -1}})
    try:
        found = toono("verify", "--wait", "0", status=1)
    finally:
        marks.update_one({"_id": "registry"}, {"$inc": {"upto": 1}})
    assert [one["name"] for one in found["checks"] if not one["holds"]] == ["seen"]


NOBODY = uuid.UUID(int=1)
JOBS = ("replays", "rebuilds", "verifications", "outbox/archives")
READS = ["outbox", "parked", f"parked/{NOBODY}", *JOBS, *(f"{job}/{NOBODY}" for job in JOBS)]
WRITES = [f"parked/{NOBODY}/resend", f"parked/{NOBODY}/drop", *JOBS]


@pytest.mark.parametrize("role", ["ministry_administrator", "focal_point"])
def test_only_operators_of_the_whole_country_sit_at_the_desk(role, api, anybody, world):
    there = api("operator", area=world.ids["region"])
    for path in READS:
        refused(api(role).get(f"/v1/operations/{path}"), 403)
        refused(there.get(f"/v1/operations/{path}"), 403)
        refused(anybody.get(f"/v1/operations/{path}"), 401)
    for path in WRITES:
        refused(api(role).post(f"/v1/operations/{path}", {"reason": "x"}), 403)
        refused(there.post(f"/v1/operations/{path}", {"reason": "x"}), 403)
        refused(anybody.post(f"/v1/operations/{path}", {"reason": "x"}), 401)


def test_everything_is_verified_beside_for_who_asks_by_the_api(api, world):  # noqa: ARG001
    operator = api("operator")
    asked = operator.post("/v1/operations/verifications", {"reason": "a test"})
    assert (asked.status, asked.body["status"]) == (202, "asked")
    found = wait_until(lambda: (one := operator.get(asked.headers["Location"]).body)["status"] == "done" and one, 60)
    assert found["holds"]
    assert set(found["invariants"]) == {"I1", "I2", "I3", "I4", "I5", "I6"}
    assert {check["name"] for check in found["checks"]} >= {"receipts", "chain", "rollups", "copies"}


def test_the_outbox_is_empty_in_the_end(toono, api):
    wait_until(lambda: all(one["pending"] == 0 for one in api("operator").get("/v1/operations/outbox").body["items"]), 30)
    assert {one["id"] for one in toono("outbox")} == {"registry", "programs", "partnerships", "feedback"}


def test_operators_see_nothing_of_the_ministrys_people(api, world):
    for path in ("learners", f"learners/{world.ids['learner']}", "cases", "enrolments", "overview"):
        refused(api("operator").get(f"/v1/{path}"), 403)


def test_a_replay_is_asked_for_once_per_key_and_told_what_is_wrong(api):
    operator, key = api("operator"), str(uuid.uuid4())
    body = {"source": "registry", "to": "programs", "reason": "a test", "dry_run": True}
    first = operator.post("/v1/operations/replays", body, key=key)
    assert (first.status, first.headers["Location"]) == (202, f"/v1/operations/replays/{first.body['id']}")
    assert operator.post("/v1/operations/replays", body, key=key).body["id"] == first.body["id"]
    refused(operator.post("/v1/operations/replays", {**body, "to": "registry"}, key=key), 422)
    refused(operator.post("/v1/operations/replays", {**body, "to": "nobody"}), 422, names="to")
    refused(operator.post("/v1/operations/replays", {**body, "source": "gateway"}), 422, names="source")
    refused(operator.post("/v1/operations/replays", {**body, "since": "yesterday"}), 422, names="since")
    refused(operator.get("/v1/operations/parked", status="gone"), 400, names="status")
    refused(operator.get("/v1/operations/parked", after="x"), 400, names="after")
    page = operator.get("/v1/operations/replays", limit=1)
    assert page.body["items"][0]["id"] == first.body["id"] or page.body["next"]
    if page.body["next"]:
        following = operator.get("/v1/operations/replays", limit=1, after=page.body["next"]).body["items"]
        assert following[0]["asked_at"] <= page.body["items"][0]["asked_at"]
