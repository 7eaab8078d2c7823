"""What entitles a program to be approved and a center to run it: the community's decision, or a published override."""

from typing import Any

import pytest

from services.programs.model import Program
from services.programs.model.program import (
    AlreadyDecidedOn,
    NotEndorsed,
    NotEndorsedHere,
    OfAnotherCenter,
    ProgramNotApproved,
    belongs,
    endorses,
    flags_of,
)
from tests.unit.programs.conftest import AREA, AT, CENTER, DECISION, OTHER_AREA, OTHER_CENTER, make, number, told

TITLE = {"en": "Felt making"}
YES = {"concerns": "program", "accepted": True, "quorum_met": True, "center_id": CENTER}


def decision(program: Program, **changed: Any) -> dict[str, Any]:
    return {**YES, "subject_id": program.id, **changed}


def drafted() -> Program:
    return Program.draft(
        id=number(1), title=TITLE, kind="heritage", field="0214", rale_field="community_education", center_id=CENTER,
        area_id=AREA, at=AT,
    )  # fmt: skip


def test_a_draft_needs_the_community_before_it_is_approved() -> None:
    program = drafted()
    with pytest.raises(NotEndorsed):
        program.approve(override_reason=None, at=AT)
    assert program.endorse(decision_id=DECISION, at=AT)
    program.approve(override_reason=None, at=AT)
    assert (program.status, program.decision_ids) == ("approved", [DECISION])
    assert told(program) == ["drafted", "endorsed", "approved"]


def test_an_override_is_published() -> None:
    program = drafted()
    program.approve(override_reason="A pilot of the ministry.", at=AT)
    assert program.state()["override_reason"] == program.facts[-1].change["reason"] == "A pilot of the ministry."


def test_a_decision_counts_once_and_is_noted_after_the_approval() -> None:
    program = make(Program, status="approved", decision_ids=[DECISION])
    assert not program.endorse(decision_id=DECISION, at=AT)
    assert program.endorse(decision_id=number(2), at=AT)
    assert (program.status, program.decision_ids) == ("approved", [DECISION, number(2)])
    assert told(program) == ["decision-noted"]
    assert not make(Program, status="retired").endorse(decision_id=number(3), at=AT)


@pytest.mark.parametrize(
    "changed",
    [
        {"concerns": "plan"},
        {"subject_id": number(9)},
        {"accepted": False},
        {"quorum_met": False},
        {"center_id": OTHER_CENTER},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_decision_that_endorses_nothing_here(changed: dict[str, Any]) -> None:
    program = make(Program, center_id=None)
    assert endorses(decision(program), program.id, CENTER)
    assert not endorses(decision(program, **changed), program.id, CENTER)
    with pytest.raises(NotEndorsedHere):
        program.warrant(
            center_id=CENTER, decision_id=DECISION, decision=decision(program, **changed), override_reason="None the less."
        )


def test_a_national_program_needs_the_decision_of_each_community() -> None:
    program = make(Program, center_id=None, decision_ids=[DECISION], override_reason="Of the ministry.")
    with pytest.raises(NotEndorsedHere):
        program.warrant(center_id=CENTER, decision_id=None, decision=None, override_reason=None)
    cited = program.warrant(center_id=CENTER, decision_id=DECISION, decision=decision(program), override_reason=None)
    assert cited == {"decision_id": DECISION, "override_reason": None}
    overridden = program.warrant(center_id=CENTER, decision_id=None, decision=None, override_reason="No meeting in winter.")
    assert overridden == {"decision_id": None, "override_reason": "No meeting in winter."}


@pytest.mark.parametrize("brought", [{"decision_ids": [DECISION]}, {"decision_ids": [], "override_reason": "A pilot."}])
def test_a_centers_own_program_brings_along_what_it_was_approved_with(brought: dict[str, Any]) -> None:
    program = make(Program, **brought)
    cited = program.warrant(center_id=CENTER, decision_id=None, decision=None, override_reason=None)
    assert cited == {"decision_id": next(iter(brought["decision_ids"]), None), "override_reason": program.override_reason}


def test_a_program_is_run_where_it_belongs_and_once_it_is_approved() -> None:
    here = {"decision_id": None, "decision": None, "override_reason": "Why not."}
    with pytest.raises(OfAnotherCenter):
        make(Program).warrant(center_id=OTHER_CENTER, **here)
    for status in ("drafted", "endorsed", "retired"):
        with pytest.raises(ProgramNotApproved):
            make(Program, status=status).warrant(center_id=CENTER, **here)


def test_needs_of_another_center_are_refused() -> None:
    belongs("need", {"center_id": CENTER}, id=number(1), center_id=CENTER, field="need_ids")
    belongs("need", {"center_id": None}, id=number(1), center_id=CENTER, field="need_ids")
    belongs("need", {"center_id": OTHER_CENTER}, id=number(1), center_id=None, field="need_ids")
    with pytest.raises(OfAnotherCenter):
        belongs("need", {"center_id": OTHER_CENTER}, id=number(1), center_id=CENTER, field="need_ids")


def test_only_a_draft_is_revised_freely_the_rest_is_corrected() -> None:
    program = drafted()
    program.revise(at=AT, hours=10)
    program.revise(at=AT, hours=10)
    assert told(program) == ["drafted", "revised"]
    approved = make(Program)
    with pytest.raises(AlreadyDecidedOn):
        approved.revise(at=AT, hours=10)
    approved.correct(at=AT, reason="A slip.", changes={"hours": 10})
    assert told(approved) == ["corrected"]
    assert approved.facts[0].change == {"reason": "A slip.", "corrected": ["hours"]}


def test_flags_show_how_the_agreement_stands() -> None:
    program = make(Program)
    assert program.flag(flags_of("suspended"), at=AT)
    assert not program.flag(flags_of("suspended"), at=AT)
    assert program.flags == ["agreement_suspended"]
    assert program.flag(flags_of("active"), at=AT)
    assert told(program) == ["flagged", "unflagged"]
    assert not make(Program, status="retired").flag(flags_of("ended"), at=AT)


def test_a_program_follows_its_center() -> None:
    program = make(Program)
    assert program.relocate(center_id=OTHER_CENTER, area_id=OTHER_AREA, at=AT)
    assert not program.relocate(center_id=OTHER_CENTER, area_id=OTHER_AREA, at=AT)
    assert (told(program), program.facts[0].area) == (["moved"], OTHER_AREA)
