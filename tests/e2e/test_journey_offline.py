"""A tablet that was without a connection for days: what it has collected arrives together, twice, and in any order."""

import random
import uuid
from typing import Any

import pytest
import uuid_utils

from tests.client import Api, wait_until
from tests.world import World, day

pytest_plugins = ["tests.e2e.town"]

LEARNERS = 4


def collected(town: World) -> list[dict[str, Any]]:
    """What the tablet holds: learners, enrolments, and two days' marks, with ids of its own."""
    ids = [str(uuid_utils.uuid7()) for _ in range(LEARNERS)]
    offering, session = {"offering_id": town.ids["offering"]}, {"session_id": town.ids["session"]}
    who = {"center_id": town.ids["center"], "sex": "female", "birth_year": 1990}
    marks = [{"learner_id": id_, "mark": "present", "marked_at": f"{day(-1)}T09:05:00.000Z"} for id_ in ids]
    late = [{**mark, "mark": "late", "marked_at": f"{day(-1)}T09:25:00.000Z"} for mark in marks[:1]]
    told = [{"command": "register_learner", "body": who, "new_id": id_} for id_ in ids]
    told += [{"command": "enrol", "path": offering, "body": {"learner_id": id_}} for id_ in ids]
    told += [{"command": "record_attendance", "path": session, "body": {"device": "t1", "marks": some}} for some in (marks, late)]
    return [{"id": str(uuid.uuid4()), **one} for one in told]


def sent(tablet: Api, items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The results of a batch by the ids of its commands."""
    answer = tablet.request("POST", "/v1/batches", body={"commands": items}, key=str(uuid.uuid4()))
    assert answer.status == 200, answer.body
    assert [result["id"] for result in answer.body["results"]] == [item["id"] for item in items]
    return {result["id"]: result for result in answer.body["results"]}


@pytest.fixture
def tablet(api, town, offering):
    town.give("schedule_session", starts_at=f"{day(-1)}T09:00:00.000Z", day=day(-1))
    assert offering["status"] == "open"
    return api("facilitator", center=town.ids["center"])


def session(town: World) -> Any:
    """The session as it is read."""
    return town.ministry.get(f"/v1/sessions/{town.ids['session']}").body


def settled(town: World) -> None:
    """Everybody is enrolled once, and was there."""
    found = session(town)
    assert found["status"] == "held"
    assert {name: n for name, n in found["attendance"].items() if isinstance(n, int) and n} == {
        "present": LEARNERS - 1,
        "late": 1,
    }

    def enrolments() -> list[str]:
        listed = town.ministry.get("/v1/enrolments", offering_id=town.ids["offering"], limit="100").body["items"]
        return [one["status"] for one in listed if one["status"] == "enrolled"]

    wait_until(lambda: len(enrolments()) == LEARNERS, 10)


def test_sent_twice_it_has_its_effect_once(town, tablet):
    items = collected(town)
    first, again = sent(tablet, items), sent(tablet, items)
    assert {result["status"] for result in first.values()} <= {200, 201}, first
    assert again == first
    settled(town)


def test_sent_in_disorder_and_again_it_comes_to_the_same(town, tablet):
    items, chance = collected(town), random.Random(4)  # noqa: S311
    learners, enrolments, marks = items[:LEARNERS], items[LEARNERS : 2 * LEARNERS], items[2 * LEARNERS :]
    assert {result["status"] for result in sent(tablet, enrolments).values()} == {404}  # too early: nobody is registered
    for some in (learners, enrolments + marks[::-1], items):
        results = sent(tablet, chance.sample(some, len(some)) if some is learners else some)
        assert {result["status"] for result in results.values()} <= {200, 201}, results
    settled(town)


def test_the_same_id_with_another_body_is_refused_and_the_rest_goes_on(town, tablet):
    items = collected(town)
    sent(tablet, items)
    changed = {**items[0], "body": {**items[0]["body"], "sex": "male"}}
    fresh = {**items[1], "id": str(uuid.uuid4()), "new_id": str(uuid_utils.uuid7())}
    results = sent(tablet, [changed, fresh])
    assert (results[changed["id"]]["status"], results[fresh["id"]]["status"]) == (422, 201)
    assert results[changed["id"]]["problem"]["type"] == "/problems/key-reused"


def test_a_tablet_reaches_only_its_own_center(api, town, tablet):
    items = collected(town)
    stranger = api("facilitator", center=str(uuid.uuid4()))
    assert {result["status"] for result in sent(stranger, items).values()} == {404}
    assert tablet.to(None).request("POST", "/v1/batches", body={"commands": items}).status == 401
    assert session(town)["status"] == "scheduled"


def test_another_centers_learner_is_not_reached_by_its_id(api, town):
    learner = town.give("register_learner", by=town.manager)["id"]
    other = World(town.ministry, town.ministry, {"area": town.ids["area"]})
    other.give("enter_center", code=f"O-{uuid.uuid4().hex[:8]}")  # in the same area
    who = {"center_id": other.ids["center"], "sex": "female", "birth_year": 1990}
    pretended = {"id": str(uuid.uuid4()), "command": "register_learner", "body": who, "new_id": learner}
    change = {"id": str(uuid.uuid4()), "command": "give_consent", "path": {"learner_id": learner}, "body": {"purpose": "contact"}}
    results = sent(api("facilitator", center=other.ids["center"]), [pretended, change])
    assert all(result["status"] >= 400 for result in results.values()), results
    assert town.ministry.get(f"/v1/learners/{learner}").body["version"] == 1
