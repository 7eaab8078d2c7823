"""Needs and their support, as they are published."""

from marshmallow import fields

from services.feedback.codes.needs import GROUPS, NEED_CHANNELS, TOPICS
from services.feedback.contract.examples import AREA, CENTER, MEETING, NEED, PROGRAM, SUPPORT, WHY
from shared.contract import Body, Code, Command, Id, Kind, Line, Nothing, Reason, Text, Whole

STATUSES = ("raised", "validated", "prioritized", "planned", "answered", "met", "declined")


class NeedDescription(Body):
    """What a need is. Who raised it is a group, never a person."""

    title = Text(200)
    description = Text(2000, allow_none=True)
    topic = Code(TOPICS)
    raised_by_group = Code(GROUPS)
    channel = Code(NEED_CHANNELS)


class RaiseNeed(NeedDescription):
    """A new need."""

    center_id = Id("center", required=True)
    title = Text(200, required=True)
    topic = Code(TOPICS, required=True)
    raised_by_group = Code(GROUPS, required=True)
    channel = Code(NEED_CHANNELS, required=True)


class PrioritizeNeed(Body):
    """The rank that a participatory assessment found."""

    meeting_id = Id("meeting", required=True)
    rank = Whole(1, 1000, required=True, metadata={"description": "1 is the most urgent."})


class CorrectNeed(NeedDescription):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)
    rank = Whole(1, 1000)


class SupportNeed(Body):
    """Somebody's support."""

    supporter = Line(
        100,
        6,
        required=True,
        metadata={"description": "A phone number, or a token that the device keeps. Only a keyed hash of it is stored."},
    )


class CountSupport(Body):
    """The support of a meeting, by the show of hands."""

    meeting_id = Id("meeting", required=True)
    heads = Whole(1, 100_000, required=True)


class NeedSupport(Body):
    """Persons, each counted once, and the largest head-count of a meeting. The two are never added."""

    persons = Whole(required=True)
    head_count = Whole(required=True)


class NeedState(NeedDescription):
    """A need as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True)
    center_id = Id("center", required=True)
    rank = Whole(allow_none=True)
    meeting_id = Id("meeting", allow_none=True)
    program_ids = fields.List(Id("program"))
    offering_ids = fields.List(Id("offering"))
    decision_id = Id("decision", allow_none=True)
    declined_because = fields.String(allow_none=True)
    support = fields.Nested(NeedSupport, required=True)


class SupportState(Body):
    """One support of a need; it does not tell whose."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(("given",), required=True)
    area_id = Id("area", required=True)
    need_id = Id("need", required=True)


EXAMPLE = {
    "center_id": CENTER,
    "title": {"kk": "Ересектерге арналған компьютер курсы", "en": "A computer course for adults"},
    "description": {"en": "In the evening, after the animals are in."},
    "topic": "digital",
    "raised_by_group": "herders",
    "channel": "meeting",
}
STATE_EXAMPLE = {
    **EXAMPLE,
    "id": NEED,
    "version": 4,
    "status": "planned",
    "area_id": AREA,
    "rank": 1,
    "meeting_id": MEETING,
    "program_ids": [PROGRAM],
    "offering_ids": [],
    "decision_id": None,
    "declined_because": None,
    "support": {"persons": 12, "head_count": 31},
}
SCOPE = ("need:need_id",)
WITH_MEETING = ("need:need_id", "meeting:meeting_id")

COMMANDS = (
    Command("raise_need", "POST", "/needs", RaiseNeed, "need", "need.raise", ("center:center_id",), creates=True,
            summary="Raise a need", example=EXAMPLE),
    Command("validate_need", "POST", "/needs/{need_id}/validate", Nothing, "need", "need.manage", SCOPE,
            summary="Confirm that a need is felt"),
    Command("prioritize_need", "POST", "/needs/{need_id}/prioritize", PrioritizeNeed, "need", "need.manage", WITH_MEETING,
            summary="Rank a need in a participatory assessment", example={"meeting_id": MEETING, "rank": 1}),
    Command("decline_need", "POST", "/needs/{need_id}/decline", Reason, "need", "need.manage", SCOPE,
            summary="Decline a need", example=WHY),
    Command("correct_need", "POST", "/needs/{need_id}/correct", CorrectNeed, "need", "need.manage", SCOPE,
            summary="Put right what was recorded wrongly", example={**WHY, "topic": "work_skills"}),
    Command("support_need", "POST", "/needs/{need_id}/support", SupportNeed, "need", "need.raise", SCOPE, public=True,
            summary="Stand behind a need; each person counts once", example={"supporter": "+7 701 000 00 00"}),
    Command("count_support", "POST", "/needs/{need_id}/head-counts", CountSupport, "need", "need.manage", WITH_MEETING,
            summary="Record how many of a meeting stand behind a need", example={"meeting_id": MEETING, "heads": 31}),
)  # fmt: skip

KINDS = (
    Kind("need", "needs", NeedState,
         ("raised", "validated", "prioritized", "planned", "answered", "met", "declined", "linked", "supported", "corrected",
          "moved"),
         STATE_EXAMPLE, filters=("status", "center_id", "topic", "raised_by_group"), texts=("title",),
         public=tuple(STATE_EXAMPLE)),
    Kind("support", "supports", SupportState, ("given",),
         {"id": SUPPORT, "version": 1, "status": "given", "area_id": AREA, "need_id": NEED}, filters=(), listed=False),
)  # fmt: skip
