"""What can be asked about meetings and decisions."""

from typing import Any

from services.feedback.commands.places import open_center
from services.feedback.model import Decision, Meeting, Need
from services.feedback.model.need import AnotherCenter
from shared.store import Work

Attendance = dict[str, dict[str, int]]


def convene_meeting(work: Work, *, center_id: str, **called: Any) -> Meeting:
    """Call a community together."""
    area_id = open_center(work, center_id)["area_id"]
    return work.add(Meeting.convene(id=work.new_id(), center_id=center_id, area_id=area_id, at=work.now, **called))


def hold_meeting(work: Work, *, meeting_id: str, held_on: str, attendance: Attendance) -> Meeting:
    """Record that a meeting was held."""
    meeting = work.get(Meeting, meeting_id)
    meeting.hold(held_on=held_on, attendance=attendance, today=work.today, at=work.now)
    return meeting


def minute_meeting(work: Work, *, meeting_id: str, minutes: str, language: str) -> Meeting:
    """Put minutes on file."""
    meeting = work.get(Meeting, meeting_id)
    meeting.minute(minutes=minutes, language=language, at=work.now)
    return meeting


def cancel_meeting(work: Work, *, meeting_id: str, reason: str) -> Meeting:
    """Call a meeting off."""
    meeting = work.get(Meeting, meeting_id)
    meeting.cancel(at=work.now, reason=reason)
    return meeting


def correct_meeting(work: Work, *, meeting_id: str, reason: str, **changes: Any) -> Meeting:
    """Put right what was recorded wrongly."""
    meeting = work.get(Meeting, meeting_id)
    decisions = len(work.find(Decision, meeting_id=meeting.id))
    meeting.put_right(decisions=decisions, today=work.today, at=work.now, reason=reason, changes=changes)
    return meeting


def disclose_minutes(work: Work, *, meeting_id: str, reason: str) -> Meeting:  # noqa: ARG001
    """Read the words of minutes; the journal keeps who did, and for which reason."""
    meeting = work.get(Meeting, meeting_id)
    work.tell(minutes=work.unseal(meeting).get("minutes"))
    return meeting


def record_decision(work: Work, *, meeting_id: str, decided_on: str | None, **decided: Any) -> Decision:
    """Record what a meeting decided; a need that the community holds to be met is met by it."""
    meeting = work.get(Meeting, meeting_id)
    decision = Decision.record_of(meeting, id=work.new_id(), decided_on=decided_on, today=work.today, at=work.now, **decided)
    if decision.concerns == "need":
        _judge(work, decision)
    return work.add(decision)


def act_on_decision(work: Work, *, decision_id: str, acted_on: str | None, outcome: dict[str, str]) -> Decision:
    """Say what was done about a decision."""
    decision = work.get(Decision, decision_id)
    decision.act(on=acted_on or work.today, outcome=outcome, today=work.today, at=work.now)
    return decision


def correct_decision(work: Work, *, decision_id: str, reason: str, **changes: Any) -> Decision:
    """Put right what was recorded wrongly."""
    decision = work.get(Decision, decision_id)
    decision.put_right(today=work.today, at=work.now, reason=reason, changes=changes)
    return decision


def _judge(work: Work, decision: Decision) -> None:
    need = work.get(Need, str(decision.subject_id), field="subject_id")
    if need.center_id != decision.center_id:
        raise AnotherCenter("subject_id", one="need", other="meeting")
    if decision.quorum_met:
        need.judge(decision_id=decision.id, met=decision.accepted, at=work.now)
