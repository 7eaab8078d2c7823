"""Meetings and decisions, as they are published."""

from marshmallow import fields, validate

from services.feedback.codes.meetings import CONCERNS, SEXES
from services.feedback.codes.needs import GROUPS
from services.feedback.contract.examples import AREA, CENTER, DECISION, MEETING, PROGRAM, WHY
from shared.contract import LANGUAGE, Body, Code, Command, Day, Id, Instant, Kind, Line, Reason, Text, Truth, Whole

MEETING_STATUSES = ("convened", "held", "minuted", "cancelled")
PEOPLE = 100_000


class Call(Body):
    """What a meeting is called for, and how many make it able to decide: a number, or a percentage of the eligible."""

    called_for = Instant()
    agenda = Text(2000)
    quorum_number = Whole(1, PEOPLE, allow_none=True)
    quorum_percent = Whole(1, 100, allow_none=True)
    eligible = Whole(1, PEOPLE, allow_none=True, metadata={"description": "How many are entitled to vote."})


class ConveneMeeting(Call):
    """A new meeting."""

    center_id = Id("center", required=True)
    called_for = Instant(required=True)
    agenda = Text(2000, required=True)


class Attendance(Body):
    """Who was there, in numbers. Sexes add up; groups overlap."""

    by_sex = fields.Dict(
        keys=Code(SEXES), values=Whole(0, PEOPLE), required=True, validate=validate.Length(min=1), metadata={"minProperties": 1}
    )
    by_group = fields.Dict(keys=Code(GROUPS), values=Whole(0, PEOPLE), load_default=dict)


class HoldMeeting(Body):
    """When it was held, and who was there."""

    held_on = Day(required=True)
    attendance = fields.Nested(Attendance, required=True)


class MinuteMeeting(Body):
    """The minutes; their words are sealed."""

    minutes = Line(20_000, required=True)
    language = fields.String(required=True, validate=validate.Regexp(LANGUAGE))


class CorrectMeeting(Call):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)
    held_on = Day()
    attendance = fields.Nested(Attendance)
    minutes = Line(20_000)
    minutes_language = fields.String(validate=validate.Regexp(LANGUAGE))


class Minutes(Body):
    """The words of minutes."""

    minutes = fields.String(allow_none=True)


class MeetingState(Call):
    """A meeting as those may see it who see its center."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(MEETING_STATUSES, required=True)
    area_id = Id("area", required=True)
    center_id = Id("center", required=True)
    held_on = Day(allow_none=True)
    attendance = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String(), values=Whole()))
    present = Whole(allow_none=True)
    quorum_met = Truth(allow_none=True)
    minutes_language = fields.String(allow_none=True)
    cancelled_because = fields.String(allow_none=True)


class Votes(Body):
    """The votes, as they were counted."""

    in_favor = Whole(0, PEOPLE, required=True)
    against = Whole(0, PEOPLE, required=True)
    abstained = Whole(0, PEOPLE, required=True)


class RecordDecision(Body):
    """What a meeting decided."""

    concerns = Code(CONCERNS, required=True)
    subject_id = Id(
        allow_none=True, load_default=None, metadata={"description": "What was decided about; needed for programs and needs."}
    )
    accepted = Truth(required=True)
    text = Text(2000, required=True)
    votes = fields.Nested(Votes, allow_none=True, load_default=None)
    decided_on = Day(allow_none=True, load_default=None, metadata={"description": "The day of the meeting if left out."})


class ActOnDecision(Body):
    """What was done about it."""

    outcome = Text(2000, required=True)
    acted_on = Day(allow_none=True, load_default=None, metadata={"description": "Today if left out."})


class CorrectDecision(Body):
    """What was recorded wrongly, and why it is put right. What was decided stays: others have acted on it."""

    reason = Line(500, required=True)
    text = Text(2000)
    votes = fields.Nested(Votes, allow_none=True)
    decided_on = Day()


class DecisionState(Body):
    """A decision as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(("recorded", "acted_on"), required=True)
    area_id = Id("area", required=True)
    center_id = Id("center", required=True)
    meeting_id = Id("meeting", required=True)
    decided_on = Day(required=True)
    concerns = Code(CONCERNS, required=True)
    subject_id = Id(allow_none=True)
    accepted = Truth(required=True)
    quorum_met = Truth(required=True)
    text = Text(2000, required=True)
    votes = fields.Nested(Votes, allow_none=True)
    outcome = Text(2000, allow_none=True)
    acted_on = Day(allow_none=True)


CALL = {
    "center_id": CENTER,
    "called_for": "2026-03-01T15:00:00.000Z",
    "agenda": {"kk": "Көктемгі бағдарламалар", "en": "The programs of this spring"},
    "quorum_percent": 30,
    "eligible": 90,
}
HELD = {"held_on": "2026-03-01", "attendance": {"by_sex": {"female": 18, "male": 13}, "by_group": {"herders": 9}}}
MEETING_EXAMPLE = {
    **CALL,
    **HELD,
    "id": MEETING,
    "version": 2,
    "status": "held",
    "area_id": AREA,
    "quorum_number": None,
    "present": 31,
    "quorum_met": True,
    "minutes_language": None,
    "cancelled_because": None,
}
DECIDED = {
    "concerns": "program",
    "subject_id": PROGRAM,
    "accepted": True,
    "text": {"kk": "Компьютер курсын бастаймыз", "en": "We begin the computer course"},
    "votes": {"in_favor": 27, "against": 1, "abstained": 3},
}
DECISION_EXAMPLE = {
    **DECIDED,
    "id": DECISION,
    "version": 1,
    "status": "recorded",
    "area_id": AREA,
    "center_id": CENTER,
    "meeting_id": MEETING,
    "decided_on": "2026-03-01",
    "quorum_met": True,
    "outcome": None,
    "acted_on": None,
}
OUTCOME = {"outcome": {"en": "The course began on 6 April."}}
SCOPE = ("meeting:meeting_id",)

COMMANDS = (
    Command("convene_meeting", "POST", "/meetings", ConveneMeeting, "meeting", "meeting.hold", ("center:center_id",),
            creates=True, summary="Call a community together", example=CALL),
    Command("hold_meeting", "POST", "/meetings/{meeting_id}/hold", HoldMeeting, "meeting", "meeting.hold", SCOPE,
            summary="Record that a meeting was held", example=HELD),
    Command("minute_meeting", "POST", "/meetings/{meeting_id}/minute", MinuteMeeting, "meeting", "meeting.hold", SCOPE,
            summary="Put minutes on file", example={"minutes": "Жиналыс сағат 20:00-де басталды.", "language": "kk"}),
    Command("cancel_meeting", "POST", "/meetings/{meeting_id}/cancel", Reason, "meeting", "meeting.hold", SCOPE,
            summary="Call a meeting off", example=WHY),
    Command("correct_meeting", "POST", "/meetings/{meeting_id}/correct", CorrectMeeting, "meeting", "meeting.hold", SCOPE,
            summary="Put right what was recorded wrongly", example={**WHY, "eligible": 92}),
    Command("disclose_minutes", "POST", "/meetings/{meeting_id}/disclose-minutes", Reason, "meeting", "meeting.hold", SCOPE,
            reads=True, batch=False, summary="Read the words of minutes", example=WHY, secrets=Minutes),
    Command("record_decision", "POST", "/meetings/{meeting_id}/decisions", RecordDecision, "decision", "decision.record",
            SCOPE, creates=True, summary="Record what a meeting decided", example=DECIDED),
    Command("act_on_decision", "POST", "/decisions/{decision_id}/act-on", ActOnDecision, "decision", "decision.record",
            ("decision:decision_id",), summary="Say what was done about a decision", example=OUTCOME),
    Command("correct_decision", "POST", "/decisions/{decision_id}/correct", CorrectDecision, "decision", "decision.record",
            ("decision:decision_id",), summary="Put right what was recorded wrongly",
            example={**WHY, "decided_on": "2026-03-02"}),
)  # fmt: skip

KINDS = (
    Kind("meeting", "meetings", MeetingState, ("convened", "held", "minuted", "cancelled", "corrected", "moved"),
         MEETING_EXAMPLE, filters=("status", "center_id"), texts=("agenda",),
         public=("id", "version", "status", "area_id", "center_id", "called_for", "agenda", "held_on", "present", "quorum_met",
                 "cancelled_because")),
    Kind("decision", "decisions", DecisionState, ("recorded", "acted-on", "corrected"), DECISION_EXAMPLE,
         filters=("status", "center_id", "meeting_id", "concerns", "subject_id"), texts=("text",),
         public=tuple(DECISION_EXAMPLE)),
)  # fmt: skip
