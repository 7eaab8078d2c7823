"""A fact that was overtaken by the next version still leads to where it must: what a reaction leaves is no matter of order."""

import uuid
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from services.programs import reactions
from services.programs.contract import CONTRACT
from services.programs.model import Enrolment, Learner, Offering, Program, Session
from services.programs.service import Programs
from shared.entrypoints.inbox import carry_out_once
from shared.envelope import Event
from shared.errors import NotFound
from shared.store import Store
from tests.integration.jars import because

EXAMPLES = {kind.name: {name: value for name, value in kind.example.items() if name != "id"} for kind in CONTRACT.kinds}
CENTER = EXAMPLES["offering"]["center_id"]
AREA = EXAMPLES["offering"]["area_id"]


@pytest.fixture
def programs(store) -> Store:
    """A programs service of its own, with what it copies of centers."""
    found: Store = store([Program, Offering, Session, Learner, Enrolment])
    found.knows = {kind.split(".")[1]: fields for kind, fields in Programs.knows.items()}
    return found


def given(store: Store) -> str:
    """An offering that runs at the center, with one who is enrolled; its id."""
    offering_id = str(uuid.uuid4())
    seats = {"status": "running", "places": 5, "enrolled": 1, "applied": 0, "waitlisted": 0, "provisional": 0}
    offering = Offering.load({**EXAMPLES["offering"], "_id": offering_id, "version": 0, **seats})
    enrolled = {"offering_id": offering_id, "status": "enrolled", "version": 0}
    enrolment = Enrolment.load({**EXAMPLES["enrolment"], "_id": str(uuid.uuid4()), **enrolled})

    def plan(work: Any) -> Offering:
        for one in (offering, enrolment):
            one.record("planned", at=work.now)
            work.add(one)
        return offering

    store.carry_out(because(), plan)
    return offering_id


def center(version: int, name: str, status: str) -> Event:
    """What the registry tells of the center."""
    return Event(
        id=f"{name}-{version}", source="/registry", type=f"toono.registry.center.{name}", time="2026-03-01T08:00:00.000Z",
        subject=CENTER, version=version, state={"id": CENTER, "status": status, "area_id": AREA, "merged_into": None},
    )  # fmt: skip


LIVES = {
    "on_hold": [center(2, "suspended", "suspended"), center(3, "reopened", "active"), center(4, "suspended", "suspended")],
    "running": [center(2, "suspended", "suspended"), center(3, "reopened", "active")],
    "cancelled": [center(2, "suspended", "suspended"), center(3, "reopened", "active"), center(4, "closed", "closed")],
}


@pytest.mark.parametrize("ends", LIVES)
def test_whatever_overtakes_what_the_offering_follows_its_center(programs, ends):
    for number, order in enumerate(permutations(LIVES[ends])):
        offering_id = given(programs)
        programs.known("center").delete_many({})
        for event in [*order, *order]:  # and each of them twice
            told = replace(event, id=f"{event.id} {ends} {number}")
            carry_out_once(programs, "programs", reactions.center_stands, told)
        kept = programs.collection(Offering).find_one({"_id": offering_id})
        assert kept["status"] == ends, [event.version for event in order]
        (enrolment,) = programs.collection(Enrolment).find({"offering_id": offering_id})
        assert enrolment["status"] == ("withdrawn" if ends == "cancelled" else "enrolled")
        programs.collection(Offering).delete_many({})


def decided(program_id: str) -> Event:
    """What feedback tells of a community's decision for a program."""
    state = {"concerns": "program", "subject_id": program_id, "accepted": True, "quorum_met": True, "center_id": CENTER}
    return Event(
        id=f"decision for {program_id}", source="/feedback", type="toono.feedback.decision.recorded",
        time="2026-03-01T08:00:00.000Z", subject=str(uuid.uuid4()), version=1, state={**state, "status": "recorded"},
    )  # fmt: skip


def test_a_decision_waits_for_the_program_that_it_is_about(programs):
    """However often it is tried meanwhile it is not taken for done, and leaves nothing."""
    program_id = str(uuid.uuid4())
    event = decided(program_id)
    for _ in range(3):
        with pytest.raises(NotFound):
            carry_out_once(programs, "programs", reactions.decision_recorded, event)
    assert programs.journal.count_documents({}) == programs.known("decision").count_documents({}) == 0

    drafted = {
        **EXAMPLES["program"],
        "_id": program_id,
        "version": 0,
        "status": "drafted",
        "decision_ids": [],
        "center_id": CENTER,
    }

    def draft(work: Any) -> Program:
        program = work.add(Program.load(drafted))
        program.record("drafted", at=work.now)
        return program  # type: ignore[no-any-return]

    programs.carry_out(because(), draft)
    outcomes = [carry_out_once(programs, "programs", reactions.decision_recorded, event) for _ in range(2)]
    assert outcomes == ["ok", "duplicate"]
    kept = programs.collection(Program).find_one({"_id": program_id})
    assert (kept["status"], kept["decision_ids"]) == ("endorsed", [event.subject])


def test_each_is_receipted_and_what_has_no_effect_says_why(programs):
    given(programs)
    suspended, reopened = LIVES["running"]
    outcomes = [
        carry_out_once(programs, "programs", reactions.center_stands, event)
        for event in (reopened, suspended, suspended, reopened)
    ]
    assert outcomes == ["moot", "moot", "duplicate", "duplicate"]
    receipts = list(programs.journal.find({"command": {"$regex": "^on toono.registry"}}))
    assert {receipt["causation"] for receipt in receipts} == {suspended.id, reopened.id}
    assert all(receipt["moot"] for receipt in receipts)
