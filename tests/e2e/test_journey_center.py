"""What befalls a center befalls what is under way at it: suspended it rests, reopened it goes on, closed it ends."""

import uuid

import pytest

from tests.world import World, day

pytest_plugins = ["tests.e2e.town"]

WHY = {"reason": "The building is flooded."}


@pytest.fixture
def running(town, offering):
    """The town, with an offering that runs, one who is enrolled, and a session to come."""
    town.give("schedule_session", starts_at=f"{day(3)}T09:00:00.000Z", day=day(3))
    town.give("register_learner", by=town.manager)
    town.give("enrol", by=town.manager)
    town.give("start_offering", by=town.manager)
    assert offering["id"] == town.ids["offering"]
    return town


def test_suspended_reopened_and_closed_everything_follows(running, until):
    running.give("suspend_center", **WHY)
    until(running, "offering", status="on_hold")
    late = {"learner_id": running.give("register_learner", by=running.manager)["id"]}
    refused = running.manager.post(f"/v1/offerings/{running.ids['offering']}/enrolments", late)
    assert (refused.status, refused.body["type"]) == (409, "/problems/offering-not-open")

    running.give("reopen_center", **WHY)
    until(running, "offering", status="running")
    until(running, "enrolment", status="enrolled")

    running.give("close_center", **WHY)
    assert until(running, "offering", status="cancelled")["enrolled"] == 0
    until(running, "enrolment", status="withdrawn", reason_code="offering_cancelled")
    until(running, "session", status="cancelled")
    center = running.ministry.get(f"/v1/centers/{running.ids['center']}").body
    assert (center["status"], center["ended_because"]) == ("closed", WHY["reason"])
    again = running.ministry.post(f"/v1/centers/{running.ids['center']}/reopen", WHY)
    assert (again.status, again.body["type"]) == (409, "/problems/change-not-possible")


def test_suspended_and_reopened_again_and_again_it_ends_as_its_center(running, until):
    for _ in range(3):
        running.give("suspend_center", **WHY)
        running.give("reopen_center", **WHY)
    running.give("suspend_center", **WHY)
    center = running.read("center").body
    assert (center["status"], center["version"]) == ("suspended", 8)
    until(running, "offering", status="on_hold")
    running.give("reopen_center", **WHY)
    until(running, "offering", status="running")


def test_merged_it_goes_on_elsewhere(running, api, until):
    neighbor = World(running.ministry, running.ministry, {"area": running.ids["area"]})
    neighbor.give("enter_center", code=f"N-{uuid.uuid4().hex[:8]}")
    into = neighbor.ids["center"]
    running.give("merge_center", into=into, **WHY)
    for kind in ("offering", "enrolment", "session", "learner", "program"):
        until(running, kind, center_id=into)
    manager = api("center_manager", center=into)
    assert manager.get(f"/v1/offerings/{running.ids['offering']}").body["status"] == "running"
    path = f"/v1/offerings/{running.ids['offering']}/complete"
    assert running.manager.post(path, {"completed_on": day(0)}).status == 404
    assert manager.post(path, {"completed_on": day(0)}).status == 200
