import itertools
from collections.abc import Callable
from typing import Any

import pytest

from services.feedback.model import Decision, Meeting
from services.feedback.model.decision import NotCarried, NothingEndorsed, OutOfTime, SubjectMissing, VotesImpossible
from services.feedback.model.meeting import (
    AttendanceImpossible,
    DecisionsStand,
    HeldInFuture,
    MeetingNotHeld,
    QuorumUnclear,
)
from shared.errors import ChangeNotPossible
from tests.unit.feedback.conftest import AREA, AT, ATTENDANCE, CENTER, DECISION, OTHER, PROGRAM, TODAY, WHY, a_meeting

CHANGES: dict[str, Callable[[Meeting], object]] = {
    "held": lambda m: m.hold(held_on="2026-03-01", attendance=ATTENDANCE, today=TODAY, at=AT),
    "minuted": lambda m: m.minute(minutes="Сағат 20:00", language="kk", at=AT),
    "cancelled": lambda m: m.cancel(at=AT, reason=WHY),
}


def decided(meeting: Meeting | None = None, **said: Any) -> Decision:
    said = {"concerns": "program", "subject_id": PROGRAM, "accepted": True, "decided_on": None, **said}
    return Decision.record_of(meeting or a_meeting("held"), id=DECISION, text={"en": "We begin"}, today=TODAY, at=AT, **said)


def votes(in_favor: int, against: int, abstained: int = 0) -> dict[str, int]:
    return {"in_favor": in_favor, "against": against, "abstained": abstained}


@pytest.mark.parametrize(("status", "wanted"), list(itertools.product(Meeting.LIFE, CHANGES)))
def test_only_what_is_drawn_can_be_asked(status: str, wanted: str) -> None:
    meeting = a_meeting(status)
    if wanted in Meeting.LIFE[status]:
        CHANGES[wanted](meeting)
        assert meeting.status == wanted
    else:
        with pytest.raises(ChangeNotPossible):
            CHANGES[wanted](meeting)


@pytest.mark.parametrize(
    ("quorum", "met"),
    [
        ({"quorum_number": 31, "quorum_percent": None}, True),
        ({"quorum_number": 32, "quorum_percent": None}, False),
        ({"quorum_percent": 33, "eligible": 93}, True),  # 30.69: 31 are needed
        ({"quorum_percent": 34, "eligible": 93}, False),  # 31.62: 32 are needed
    ],
)
def test_a_quorum_is_a_number_or_a_share_rounded_up(quorum: dict[str, Any], *, met: bool) -> None:
    meeting = a_meeting("held", **quorum)
    assert (meeting.present, meeting.quorum_met) == (31, met)


@pytest.mark.parametrize(
    "quorum",
    [{"quorum_percent": None}, {"eligible": None}, {"quorum_number": 10}, {"quorum_percent": None, "eligible": None}],
)
def test_a_quorum_must_be_clear(quorum: dict[str, Any]) -> None:
    with pytest.raises(QuorumUnclear):
        a_meeting(**quorum)


def test_an_attendance_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(AttendanceImpossible, match=r"herders \(4\)"):
        a_meeting().hold(held_on=TODAY, attendance={"by_sex": {"female": 3}, "by_group": {"herders": 4}}, today=TODAY, at=AT)
    with pytest.raises(AttendanceImpossible, match="entitled"):
        a_meeting("held", eligible=30)
    with pytest.raises(AttendanceImpossible):
        a_meeting("held").hold_within(32)
    a_meeting("held").hold_within(31)


def test_a_meeting_is_not_held_on_a_day_to_come() -> None:
    with pytest.raises(HeldInFuture):
        a_meeting().hold(held_on="2026-03-03", attendance=ATTENDANCE, today=TODAY, at=AT)


def test_minutes_stay_sealed() -> None:
    meeting = a_meeting("held")
    CHANGES["minuted"](meeting)
    assert "minutes" not in meeting.facts[-1].state
    assert meeting.facts[-1].state["minutes_language"] == "kk"


def test_what_decisions_rest_on_is_not_corrected() -> None:
    meeting = a_meeting("held")
    with pytest.raises(DecisionsStand):
        meeting.put_right(decisions=1, today=TODAY, at=AT, reason=WHY, changes={"eligible": 40})
    meeting.put_right(decisions=1, today=TODAY, at=AT, reason=WHY, changes={"agenda": {"en": "Summer"}})
    meeting.put_right(decisions=0, today=TODAY, at=AT, reason=WHY, changes={"quorum_percent": 40})
    assert meeting.quorum_met is False
    with pytest.raises(MeetingNotHeld):
        a_meeting().put_right(decisions=0, today=TODAY, at=AT, reason=WHY, changes={"held_on": TODAY})


def test_a_meeting_to_come_follows_its_center() -> None:
    assert a_meeting().follow(center_id=OTHER, area_id=AREA, at=AT)
    assert not a_meeting().follow(center_id=CENTER, area_id=AREA, at=AT)
    assert not a_meeting("held").follow(center_id=OTHER, area_id=AREA, at=AT)


@pytest.mark.parametrize("status", ["convened", "cancelled"])
def test_only_a_held_meeting_decides(status: str) -> None:
    with pytest.raises(MeetingNotHeld):
        decided(a_meeting(status))


def test_a_decision_carries_what_others_act_on() -> None:
    state = decided(votes=votes(27, 1)).facts[0].state
    assert (state["decided_on"], state["quorum_met"], state["accepted"]) == ("2026-03-01", True, True)
    assert (state["center_id"], state["area_id"]) == (CENTER, AREA)
    assert not {"held_on", "present"} & set(state)


def test_a_decision_without_quorum_is_recorded_and_never_acted_on() -> None:
    decision = decided(a_meeting("held", quorum_number=50, quorum_percent=None))
    assert decision.quorum_met is False
    with pytest.raises(NothingEndorsed):
        decision.act(on=TODAY, outcome={"en": "Done"}, today=TODAY, at=AT)


def test_a_decision_is_acted_on_once_and_not_before_it_was_taken() -> None:
    decision = decided()
    with pytest.raises(OutOfTime):
        decision.act(on="2026-02-28", outcome={"en": "Done"}, today=TODAY, at=AT)
    decision.act(on=TODAY, outcome={"en": "Done"}, today=TODAY, at=AT)
    assert (decision.facts[-1].name, decision.acted_on) == ("acted-on", TODAY)
    with pytest.raises(ChangeNotPossible):
        decision.act(on=TODAY, outcome={"en": "Done"}, today=TODAY, at=AT)


@pytest.mark.parametrize("concerns", ["program", "need"])
def test_a_decision_names_what_others_act_on(concerns: str) -> None:
    with pytest.raises(SubjectMissing):
        decided(concerns=concerns, subject_id=None)
    assert decided(concerns="budget", subject_id=None).subject_id is None


def test_votes_and_outcome_agree() -> None:
    with pytest.raises(VotesImpossible):
        decided(votes=votes(30, 1, 1))
    with pytest.raises(NotCarried):
        decided(votes=votes(10, 10))
    assert decided(votes=votes(10, 10), accepted=False).accepted is False
    with pytest.raises(NotCarried):
        decided().put_right(today=TODAY, at=AT, reason=WHY, changes={"votes": votes(1, 2)})


@pytest.mark.parametrize("day", ["2026-02-28", "2026-03-03"])
def test_a_decision_is_dated_between_its_meeting_and_today(day: str) -> None:
    with pytest.raises(OutOfTime):
        decided(decided_on=day)
    assert decided(decided_on=TODAY).decided_on == TODAY
