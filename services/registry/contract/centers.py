"""Centers and their signs of life, as others ask for them and see them."""

from collections.abc import Mapping

from marshmallow import fields, validate

from services.registry.codes import CONNECTIVITY, HOST_TYPES
from services.registry.contract.examples import AREA, CENTER, OTHER, WHY
from shared.contract import LANGUAGE, Body, Code, Command, Day, Id, Kind, Line, Nothing, Point, Reason, Text, Truth, Whole

CENTER_STATUSES = ("proposed", "registered", "active", "dormant", "suspended", "closed", "merged")


class Contacts(Body):
    """How to reach the center itself, not a person."""

    phone = Line(40)
    email = fields.Email(validate=validate.Length(max=200))


class Ict(Body):
    """Devices that learners can use, and the connection."""

    devices = Whole(0, 10_000, allow_none=True)
    connectivity = Code(CONNECTIVITY, allow_none=True)


class CenterDescription(Body):
    """What a center can be revised by."""

    name = Text(required=True)
    point = Point(allow_none=True)
    catchment = fields.List(Id("area"), validate=validate.Length(max=100))
    host_type = Code(HOST_TYPES, allow_none=True)
    operator = Text(allow_none=True)
    contacts = fields.Nested(Contacts)
    languages = fields.List(fields.String(validate=validate.Regexp(LANGUAGE)), validate=validate.Length(max=20))
    opening_hours = fields.List(Line(200), validate=validate.Length(max=20), metadata={"description": "RFC 5545 RRULE lines."})
    rooms = Whole(0, 1_000, allow_none=True)
    ict = fields.Nested(Ict)
    accessible = Truth(allow_none=True)
    founded_on = fields.String(
        allow_none=True,
        validate=validate.Regexp(r"^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?\Z"),
        metadata={"description": "A day, or just the year."},
    )


class ProposeCenter(CenterDescription):
    """A new center."""

    code = Line(40, required=True)
    area_id = Id("area", required=True)


class ReviseCenter(CenterDescription):
    """A changed description; what is left out stays."""

    name = Text()


class CorrectCenter(ReviseCenter):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)
    code = Line(40)
    area_id = Id("area")


class VerifyCenter(Body):
    """The day of the visit."""

    on = Day(required=True)


class MergeCenter(Reason):
    """The center that goes on."""

    into = Id("center", required=True)


class CenterState(CenterDescription):
    """A center as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(CENTER_STATUSES, required=True)
    area_id = Id("area", required=True)
    code = fields.String(required=True)
    verified_on = Day(allow_none=True)
    flags = fields.List(fields.String())
    merged_into = Id("center", allow_none=True)
    ended_because = fields.String(allow_none=True)


class VitalityState(Body):
    """The signs of life of a center; the id is the center's."""

    id = Id(required=True)
    version = Whole(required=True)
    status = fields.String()
    area_id = Id("area", allow_none=True)
    center_id = Id("center", required=True)
    last_on = Day(allow_none=True)
    signs = fields.Dict(keys=fields.String(), values=Day())


CENTER_EXAMPLE = {
    "code": "CLC-0001",
    "name": {"kk": "Арал қоғамдық оқу орталығы", "en": "Aral community learning center"},
    "area_id": AREA,
    "point": {"type": "Point", "coordinates": [61.67, 46.8]},
    "host_type": "library",
    "languages": ["kk", "ru"],
    "rooms": 3,
    "ict": {"devices": 8, "connectivity": "mobile"},
    "founded_on": "2015-09-01",
}
CENTER_STATE_EXAMPLE = {
    **CENTER_EXAMPLE,
    "id": CENTER,
    "version": 3,
    "status": "active",
    "catchment": [],
    "operator": None,
    "contacts": {},
    "opening_hours": [],
    "accessible": None,
    "verified_on": None,
    "flags": [],
    "merged_into": None,
    "ended_because": None,
}
MERGER = {**WHY, "into": OTHER}
CORRECTION = {**WHY, "rooms": 4}


def _center(
    verb: str, body: type[Body], permission: str, summary: str, example: Mapping[str, object] = WHY, *more: str
) -> Command:
    path = f"/centers/{{center_id}}/{verb.replace('_', '-')}"
    return Command(
        f"{verb}_center" if "dormancy" not in verb else verb,
        "POST", path, body, "center", permission, ("center:center_id", *more), summary=summary, example=example,
    )  # fmt: skip


COMMANDS = (
    Command("propose_center", "POST", "/centers", ProposeCenter, "center", "center.propose", ("area:area_id",),
            creates=True, summary="Propose a center", example=CENTER_EXAMPLE),
    Command("enter_center", "POST", "/centers/entries", ProposeCenter, "center", "center.register", ("area:area_id",),
            creates=True, summary="Enter a center that works already", example=CENTER_EXAMPLE),
    Command("revise_center", "PATCH", "/centers/{center_id}", ReviseCenter, "center", "center.revise",
            ("center:center_id",), matches=True, summary="Describe a center anew", example={"rooms": 4}),
    _center("correct", CorrectCenter, "center.correct", "Put right what was recorded wrongly", CORRECTION, "area:area_id"),
    _center("register", Nothing, "center.register", "Enter a proposed center in the register", {}),
    _center("activate", Nothing, "center.register", "Open a registered center", {}),
    _center("verify", VerifyCenter, "center.verify", "Note that the center was visited", {"on": "2026-03-01"}),
    _center("propose_dormancy", Reason, "center.verify", "Propose that a silent center is dormant"),
    _center("confirm_dormancy", Reason, "center.suspend", "Confirm dormancy"),
    _center("appeal_dormancy", Reason, "center.revise", "Object to dormancy"),
    _center("revive", Reason, "center.suspend", "Wake a dormant center"),
    _center("suspend", Reason, "center.suspend", "Suspend a center"),
    _center("reopen", Reason, "center.suspend", "Reopen a suspended center"),
    _center("close", Reason, "center.close", "Close a center for good"),
    _center("merge", MergeCenter, "center.close", "Merge a center into another", MERGER, "center:into"),
)  # fmt: skip

KINDS = (
    Kind("center", "centers", CenterState,
         ("proposed", "entered", "registered", "activated", "revised", "corrected", "verified", "dormancy-proposed",
          "dormancy-confirmed", "dormancy-appealed", "revived", "suspended", "reopened", "closed", "merged"),
         CENTER_STATE_EXAMPLE, filters=("status", "code", "host_type"), texts=("name",),
         public=("id", "version", "status", "code", "name", "area_id", "point", "host_type", "contacts", "languages",
                 "opening_hours", "rooms", "ict", "accessible", "founded_on", "merged_into")),
    Kind("vitality", "vitalities", VitalityState, ("evidenced",),
         {"id": CENTER, "version": 2, "status": "", "area_id": AREA, "center_id": CENTER, "last_on": "2026-03-01",
          "signs": {"session-held": "2026-03-01"}}, filters=(), listed=False),
)  # fmt: skip
