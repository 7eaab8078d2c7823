"""A need, from the voice of a community to the result that it judges itself."""

from datetime import UTC, datetime
from typing import Any

from tests.client import wait_until
from tests.world import World, day

pytest_plugins = ["tests.e2e.town"]

CAME = {"by_sex": {"female": 20, "male": 14}, "by_group": {"older": 6}}
VOTES = {"in_favor": 30, "against": 2, "abstained": 2}


def meeting(town: World, days: int) -> Any:
    """Call a meeting and hold it; its id."""
    town.give("convene_meeting", by=town.manager, called_for=f"{day(days)}T15:00:00.000Z")
    return town.give("hold_meeting", by=town.manager, held_on=day(days), attendance=CAME)["id"]


def decided(town: World, concerns: str, subject: str, votes: dict[str, int] | None = None) -> Any:
    """Let the last meeting decide."""
    told = {"concerns": concerns, "subject_id": subject, "accepted": True, "votes": votes, "decided_on": None}
    return town.give("record_decision", by=town.manager, **told)


def overview(town: World) -> Any:
    """The counts of the town's area."""
    return town.ministry.get("/v1/overview", area=town.ids["area"]).body["total"]


def test_from_the_voice_to_the_result(town, anybody, api, until):
    officer, teacher = api("district_officer", area=town.ids["area"]), api("facilitator", center=town.ids["center"])
    need = town.give("raise_need", by=town.manager)["id"]
    for phone in ("+7 701 1", "+7 701 2", "+7 701 1"):
        assert anybody.post(f"/v1/needs/{need}/support", {"supporter": phone}).status == 200
    assert until(town, "need")["support"]["persons"] == 2

    meeting(town, -9)
    town.give("validate_need", by=town.manager)
    town.give("count_support", by=town.manager, heads=31)
    assert town.give("prioritize_need", by=town.manager, rank=1)["support"] == {"persons": 2, "head_count": 31}

    program = town.give("draft_center_program", by=town.manager, agreement_id=None)["id"]
    assert town.made["program"]["need_ids"] == [need]
    meeting(town, -7)
    decision = decided(town, "program", program, VOTES)
    until(town, "program", status="endorsed")
    town.give("approve_program", by=officer, override_reason=None)
    assert until(town, "need", status="planned")["program_ids"] == [program]

    days = {"starts_on": day(-6), "ends_on": day(30)}
    town.give("plan_offering", by=town.manager, facilitators=[], decision_id=decision["id"], **days)
    town.give("open_offering", by=town.manager)
    for _ in range(2):
        town.give("register_learner", by=teacher)
        town.give("enrol", by=teacher)
    town.give("schedule_session", by=teacher, starts_at=f"{day(-2)}T09:00:00.000Z", day=day(-2))
    town.give("start_offering", by=town.manager)
    mark = {"learner_id": town.ids["learner"], "mark": "present", "marked_at": datetime.now(UTC).isoformat()}
    town.give("record_attendance", by=teacher, marks=[mark], clock_offset_seconds=0)
    town.give("complete_offering", by=town.manager, completed_on=day(0))
    assert until(town, "need", status="answered")["offering_ids"] == [town.ids["offering"]]

    meeting(town, -1)
    judged = decided(town, "need", need, VOTES)
    assert until(town, "need", status="met")["decision_id"] == judged["id"]

    wait_until(lambda: overview(town).get("enrolments") == {"completed": 2}, 10)
    wait_until(lambda: overview(town)["needs"] == {"met": 1}, 10)
    assert overview(town)["attendance"] == {"present": 1}

    found = {"session-held": day(-2), "offering-completed": day(0), "decision-recorded": day(-1)}
    profile = f"/v1/centers/{town.ids['center']}/profile"
    wait_until(lambda: (officer.get(profile).body["vitality"] or {}).get("signs") == found, 10)


def test_a_decision_without_a_quorum_endorses_nothing(town, until):
    town.give("raise_need", by=town.manager)
    program = town.give("draft_center_program", by=town.manager, agreement_id=None)["id"]
    town.give("convene_meeting", by=town.manager, called_for=f"{day(-3)}T15:00:00.000Z")
    town.give("hold_meeting", by=town.manager, held_on=day(-3), attendance={"by_sex": {"female": 2}})
    assert decided(town, "program", program)["quorum_met"] is False
    refused = town.ministry.post(f"/v1/programs/{program}/approve", {})
    assert refused.status == 409, refused.body
    assert until(town, "program")["status"] == "drafted"
