"""Offerings: what can be asked of them, and how one is seen."""

from marshmallow import fields, validate

from services.programs.codes import FIELDS, KINDS
from services.programs.contract.examples import AREA, CENTER, DECISION, NEED, OFFERING, PROGRAM, STAFF, WHY
from shared.contract import Body, Code, Command, Day, Id, Kind, Line, Nothing, Point, Reason, Text, Whole

STATUSES = ("planned", "open", "running", "on_hold", "completed", "cancelled")
RRULE = r"(RRULE:)?FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,:+-]+)*\Z"


class Place(Body):
    """A place of its own, where it is not the center: a ger, a winter camp, a workshop."""

    name = Text()
    point = Point(allow_none=True)


class CorrectableOffering(Body):
    """What can be revised, and put right after the end too."""

    facilitators = fields.List(Id("staff"), validate=validate.Length(max=50))
    starts_on = Day()
    ends_on = Day(allow_none=True)
    schedule = fields.List(
        fields.String(validate=[validate.Length(max=200), validate.Regexp(RRULE, error="Not an RRULE of RFC 5545.")]),
        validate=validate.Length(max=20),
        metadata={"description": "RFC 5545 RRULE lines."},
    )
    place = fields.Nested(Place, allow_none=True)


class ReviseOffering(CorrectableOffering):
    """A changed description; what is left out stays."""

    places = Whole(1, 100_000)


class CorrectOffering(CorrectableOffering):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)
    completed_on = Day()


class PlanOffering(CorrectableOffering):
    """A new offering."""

    center_id = Id("center", required=True)
    places = Whole(1, 100_000, required=True)
    starts_on = Day(required=True)
    decision_id = Id(
        "decision",
        allow_none=True,
        load_default=None,
        metadata={"description": "The decision of the center's community for this program; not needed for the center's own."},
    )
    override_reason = Line(
        500,
        allow_none=True,
        load_default=None,
        metadata={"description": "Why it is given without such a decision. It is published with the offering."},
    )


class CompleteOffering(Body):
    """When it was completed."""

    completed_on = Day(allow_none=True, load_default=None, metadata={"description": "Today if left out."})


class OfferingState(PlanOffering):
    """An offering as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True)
    program_id = Id("program", required=True)
    program_kind = Code(KINDS, required=True)
    field = Code(FIELDS, required=True)
    need_ids = fields.List(Id("need"))
    applied = Whole(required=True)
    enrolled = Whole(required=True)
    waitlisted = Whole(required=True)
    provisional = Whole(required=True)
    completed = Whole(required=True)
    completed_on = Day(allow_none=True)
    ended_because = fields.String(allow_none=True)


EXAMPLE = {
    "center_id": CENTER,
    "places": 20,
    "starts_on": "2026-03-02",
    "ends_on": "2026-05-29",
    "facilitators": [STAFF],
    "schedule": ["RRULE:FREQ=WEEKLY;BYDAY=TU,TH"],
    "place": {
        "name": {"mn": "Өвөлжөөний гэр", "en": "The ger at the winter camp"},
        "point": {"type": "Point", "coordinates": [103.83, 46.26]},
    },
    "decision_id": DECISION,
}
STATE = {
    **EXAMPLE,
    "id": OFFERING,
    "version": 5,
    "status": "open",
    "area_id": AREA,
    "program_id": PROGRAM,
    "program_kind": "income_generating",
    "field": "0214",
    "need_ids": [NEED],
    "override_reason": None,
    "applied": 1,
    "enrolled": 20,
    "waitlisted": 2,
    "provisional": 0,
    "completed": 0,
    "completed_on": None,
    "ended_because": None,
}
ONE = "/offerings/{offering_id}"
ITS = ("offering:offering_id",)

COMMANDS = (
    Command("plan_offering", "POST", "/programs/{program_id}/offerings", PlanOffering, "offering", "offering.plan",
            ("center:center_id",), creates=True, summary="Plan to give a program at a center", example=EXAMPLE),
    Command("revise_offering", "PATCH", ONE, ReviseOffering, "offering", "offering.plan", ITS, matches=True,
            summary="Describe an offering anew; added places go to those who wait", example={"places": 24}),
    Command("correct_offering", "POST", f"{ONE}/correct", CorrectOffering, "offering", "offering.plan", ITS,
            summary="Put right what was recorded wrongly", example={**WHY, "starts_on": "2026-03-03"}),
    Command("open_offering", "POST", f"{ONE}/open", Nothing, "offering", "offering.plan", ITS,
            summary="Let learners enrol", example={}),
    Command("start_offering", "POST", f"{ONE}/start", Nothing, "offering", "offering.run", ITS,
            summary="Begin to teach", example={}),
    Command("complete_offering", "POST", f"{ONE}/complete", CompleteOffering, "offering", "offering.run", ITS,
            summary="Complete an offering and with it the enrolments", example={"completed_on": "2026-05-29"}),
    Command("cancel_offering", "POST", f"{ONE}/cancel", Reason, "offering", "offering.plan", ITS,
            summary="Cancel an offering with all that hangs on it", example=WHY),
)  # fmt: skip

KIND = Kind(
    "offering",
    "offerings",
    OfferingState,
    (
        "planned",
        "opened",
        "started",
        "completed",
        "cancelled",
        "put-on-hold",
        "resumed",
        "moved",
        "revised",
        "corrected",
        "places-changed",
    ),
    STATE,
    filters=("status", "center_id", "program_id", "program_kind", "field", "need_ids"),
    public=tuple(sorted(STATE.keys() - {"facilitators", "applied", "provisional"})),
)
