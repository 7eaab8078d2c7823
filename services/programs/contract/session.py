"""Sessions and attendance: what can be asked of them, and how a session is seen."""

from marshmallow import fields, validate

from services.programs.codes import AGE_BANDS, FIELDS, KINDS, MARKS, SEXES
from services.programs.contract.examples import AREA, CENTER, LEARNER, OFFERING, OTHER_LEARNER, PROGRAM, SESSION, WHY
from services.programs.contract.offering import Place
from shared.contract import Body, Code, Command, Day, Id, Instant, Kind, Line, Reason, Whole

STATUSES = ("scheduled", "held", "cancelled")
MOST_MARKS = 500  # in one command
LONGEST_OFFSET = 2_000_000_000  # seconds; a clock without a battery may show the year 1970


class Counts(fields.Dict):
    """Persons by sex and age band: ``{"female": {"15-24": 3}}``."""

    def __init__(self, **kwargs: object) -> None:
        bands = fields.Dict(keys=Code(AGE_BANDS), values=Whole(0, 100_000))
        super().__init__(keys=Code(SEXES), values=bands, **kwargs)  # type: ignore[arg-type]


class ReviseSession(Body):
    """Another time or place; what is left out stays."""

    starts_at = Instant()
    day = Day(metadata={"description": "The calendar day at its place. If left out, that of `starts_at` in UTC."})
    minutes = Whole(1, 1_440)
    place = fields.Nested(Place, allow_none=True)


class CorrectSession(ReviseSession):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)


class ScheduleSession(ReviseSession):
    """A new session."""

    starts_at = Instant(required=True)
    day = Day(
        allow_none=True,
        load_default=None,
        metadata={"description": "The calendar day at its place. If left out, that of `starts_at` in UTC."},
    )
    minutes = Whole(1, 1_440, required=True)


class FromDevice(Body):
    """What a device sends that may have been without a connection for weeks."""

    device = Line(100, required=True, metadata={"description": "Which device; of equally new marks the greater one counts."})
    clock_offset_seconds = Whole(
        -LONGEST_OFFSET,
        LONGEST_OFFSET,
        load_default=0,
        metadata={"description": "What must be added to the device's clock to make it right; negative if it is fast."},
    )


class Mark(Body):
    """One learner's attendance."""

    learner_id = Id("learner", required=True)
    mark = Code(MARKS, required=True)
    marked_at = Instant(required=True, metadata={"description": "By the device's clock."})


class RecordAttendance(FromDevice):
    """Marks of one device for one session; of a learner's marks the newest counts, in whatever order they come."""

    marks = fields.List(fields.Nested(Mark), required=True, validate=validate.Length(1, MOST_MARKS))


class RecordTally(FromDevice):
    """What a center on paper counted. It is never added to persons; of several the newest stands."""

    tallied_at = Instant(required=True, metadata={"description": "By the device's clock."})
    tally = Counts(required=True)


class SessionState(ScheduleSession):
    """A session as others may see it: no learner is named."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True)
    offering_id = Id("offering", required=True)
    program_id = Id("program", required=True)
    center_id = Id("center", required=True)
    program_kind = Code(KINDS, required=True)
    field = Code(FIELDS, required=True)
    held_on = Day(allow_none=True)
    cancelled_because = fields.String(allow_none=True)
    attendance = fields.Dict(keys=Code(MARKS), values=Whole(), metadata={"description": "Learners by mark."})
    attended = Counts(metadata={"description": "Learners who were present or late, by sex and age band."})
    tally = Counts(metadata={"description": "What was counted on paper; not to be added to the learners."})


EXAMPLE = {"starts_at": "2026-03-03T09:00:00.000Z", "day": "2026-03-03", "minutes": 90, "place": None}
FROM_DEVICE = {"device": "tablet-7", "clock_offset_seconds": -120}
STATE = {
    **EXAMPLE,
    "id": SESSION,
    "version": 2,
    "status": "held",
    "area_id": AREA,
    "offering_id": OFFERING,
    "program_id": PROGRAM,
    "center_id": CENTER,
    "program_kind": "income_generating",
    "field": "0214",
    "held_on": "2026-03-03",
    "cancelled_because": None,
    "attendance": {"present": 1, "late": 1, "absent": 0, "excused": 0},
    "attended": {"female": {"15-24": 1, "25-64": 1}},
    "tally": {},
}
ONE = "/sessions/{session_id}"
ITS = ("session:session_id",)

COMMANDS = (
    Command("schedule_session", "POST", "/offerings/{offering_id}/sessions", ScheduleSession, "session", "session.run",
            ("offering:offering_id",), creates=True, summary="Fix a meeting of an offering", example=EXAMPLE),
    Command("revise_session", "PATCH", ONE, ReviseSession, "session", "session.run", ITS, matches=True,
            summary="Move a session to another time or place", example={"minutes": 120}),
    Command("correct_session", "POST", f"{ONE}/correct", CorrectSession, "session", "session.run", ITS,
            summary="Put right when, where and how long a session was", example={**WHY, "minutes": 60}),
    Command("cancel_session", "POST", f"{ONE}/cancel", Reason, "session", "session.run", ITS,
            summary="Let a session not take place", example=WHY),
    Command("record_attendance", "POST", f"{ONE}/attendance", RecordAttendance, "session", "session.run", ITS,
            summary="Take in marks of who was there",
            example={**FROM_DEVICE, "marks": [
                {"learner_id": LEARNER, "mark": "present", "marked_at": "2026-03-03T14:05:00+05:00"},
                {"learner_id": OTHER_LEARNER, "mark": "late", "marked_at": "2026-03-03T14:20:00+05:00"}]}),
    Command("record_tally", "POST", f"{ONE}/tally", RecordTally, "session", "session.run", ITS,
            summary="Take in what a center on paper counted",
            example={**FROM_DEVICE, "tallied_at": "2026-03-03T16:00:00+05:00",
                     "tally": {"female": {"15-24": 4, "25-64": 6}, "male": {"25-64": 2}}}),
)  # fmt: skip

KIND = Kind(
    "session",
    "sessions",
    SessionState,
    ("scheduled", "revised", "corrected", "cancelled", "held", "attendance-recorded", "tally-recorded", "moved"),
    STATE,
    filters=("status", "center_id", "offering_id", "program_id", "day"),
    public=("id", "version", "status", "area_id", "offering_id", "center_id", "starts_at", "day", "minutes", "place"),
)
