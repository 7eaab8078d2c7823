"""A fact that arrives before what it is about is tried again until that is there."""

import uuid

import pytest
import uuid_utils

from tests.client import wait_until
from tests.world import day

pytest_plugins = ["tests.e2e.town"]
pytestmark = [pytest.mark.platform, pytest.mark.slow]


def test_a_decision_for_a_program_that_is_still_on_its_way_endorses_it(town, until, databases):
    """The community decided while the center was offline; the program that it decided for is sent last."""
    program_id = str(uuid_utils.uuid7())
    town.give("convene_meeting", by=town.manager, called_for=f"{day(-2)}T15:00:00.000Z")
    town.give("hold_meeting", by=town.manager, held_on=day(-2))
    town.ids["program"] = program_id
    decision = town.give("record_decision", by=town.manager)
    receipts = databases["toono_programs"]["journal"]
    told = {"facts.subject": decision["id"], "facts.position": {"$exists": True}}
    wait_until(lambda: databases["toono_feedback"]["journal"].find_one(told))
    assert receipts.find_one({"command": "on toono.feedback.decision.recorded", "facts.subject": program_id}) is None

    draft: dict[str, object] = {"id": str(uuid.uuid4()), "command": "draft_center_program", "new_id": program_id}
    draft["path"] = {"center_id": town.ids["center"]}
    draft["body"] = town.body("draft_center_program", need_ids=[], agreement_id=None)
    (result,) = town.manager.post("/v1/batches", {"commands": [draft]}).body["results"]
    assert result["status"] == 201, result
    endorsed = until(town, "program", status="endorsed")
    assert endorsed["decision_ids"] == [decision["id"]]
