"""The registry's published language."""

from marshmallow import fields, validate

from services.registry.codes import CONNECTIVITY, HOST_TYPES
from shared.contract import (
    LANGUAGE,
    Body,
    Code,
    Command,
    Contract,
    Day,
    Id,
    Instant,
    Kind,
    Line,
    Nothing,
    Point,
    Reason,
    Text,
    Truth,
    Whole,
)

AREA_STATUSES = ("defined", "revised", "retired")
CENTER_STATUSES = ("proposed", "registered", "active", "dormant", "suspended", "closed", "merged")


class Population(Body):
    """How many people live somewhere in a year."""

    year = Whole(1900, 2200, required=True)
    total = Whole(0, 2_000_000_000, required=True)


class AreaDescription(Body):
    """What an area can be revised by."""

    name = Text(required=True)
    level = Line(60, allow_none=True, metadata={"description": "The country's own name of the level, such as audan or soum."})
    point = Point(allow_none=True)
    rural = Truth(allow_none=True)
    population = fields.List(fields.Nested(Population), validate=validate.Length(max=200))


class DefineArea(AreaDescription):
    """A new area."""

    code = Line(40, required=True)
    parent_id = Id("area", allow_none=True, load_default=None)
    since = Day(load_default=None, allow_none=True, metadata={"description": "From which day on; today if left out."})


class ReviseArea(AreaDescription):
    """A changed description; what is left out stays."""

    name = Text()


class MoveArea(Reason):
    """A new parent from a day on."""

    parent_id = Id("area", required=True, allow_none=True)
    since = Day(required=True)


class RecodeArea(Reason):
    """A new code from a day on."""

    code = Line(40, required=True)
    since = Day(required=True)


class RetireArea(Reason):
    """The end of an area."""

    successors = fields.List(Id("area"), load_default=list, validate=validate.Length(max=50))


class SplitPart(AreaDescription):
    """One of the areas that another is split into."""

    code = Line(40, required=True)


class SplitArea(Reason):
    """The areas that take the place of one."""

    into = fields.List(fields.Nested(SplitPart), required=True, validate=validate.Length(2, 50))
    since = Day(required=True)


class MergeArea(Reason):
    """The area that takes the place of this one."""

    into = Id("area", required=True)


class DatedCode(Body):
    """A code, and from when on."""

    code = fields.String(required=True)
    since = Day(required=True)


class DatedParent(Body):
    """A parent, and from when on."""

    parent_id = Id("area", required=True, allow_none=True)
    since = Day(required=True)


class AreaState(Body):
    """An area as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(AREA_STATUSES, required=True)
    area_id = Id("area", required=True)
    code = fields.String(required=True)
    name = Text(required=True)
    level = fields.String(allow_none=True)
    parent_id = Id("area", allow_none=True)
    point = Point(allow_none=True)
    rural = Truth(allow_none=True)
    population = fields.List(fields.Nested(Population))
    codes = fields.List(fields.Nested(DatedCode))
    parents = fields.List(fields.Nested(DatedParent))
    predecessors = fields.List(Id("area"))
    successors = fields.List(Id("area"))
    retired_because = fields.String(allow_none=True)


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
        validate=validate.Regexp(r"^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"),
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


class StartImport(Body):
    """What is said of an imported file; the file itself is the request's body."""

    of = Code(("areas", "centers"), required=True)
    filename = Line(200, required=True)
    language = Code(("kk", "ru", "mn", "en"), load_default="en")
    dry_run = Truth(load_default=False)


class ImportState(Body):
    """An imported file and how far it is."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(("received", "applying", "finished", "refused"), required=True)
    area_id = Id("area", allow_none=True)
    of = Code(("areas", "centers"), required=True)
    filename = fields.String(required=True)
    language = fields.String(required=True)
    dry_run = Truth(required=True)
    counts = fields.Dict(keys=fields.String(), values=Whole())
    progress = fields.Dict(keys=fields.String(), values=Whole())
    warnings = fields.List(fields.Dict())
    refused_because = fields.Dict(allow_none=True)


class RejectedFile(Body):
    """In which format the rejected rows are wanted."""

    format = Code(("csv", "xlsx"), load_default="csv")


class VitalityState(Body):
    """The signs of life of a center; the id is the center's."""

    id = Id(required=True)
    version = Whole(required=True)
    status = fields.String()
    area_id = Id("area", allow_none=True)
    center_id = Id("center", required=True)
    last_on = Day(allow_none=True)
    signs = fields.Dict(keys=fields.String(), values=Day())


AREA = "0190b3a0-0000-7000-8000-000000000001"
CENTER = "0190b3a0-0000-7000-8000-000000000002"
OTHER = "0190b3a0-0000-7000-8000-000000000003"
WHY = {"reason": "Decided by the district on 2 March."}

AREA_EXAMPLE = {
    "code": "431010000",
    "name": {"kk": "Арал ауданы", "ru": "Аральский район", "en": "Aral district"},
    "level": "audan",
    "point": {"type": "Point", "coordinates": [61.67, 46.8]},
    "rural": True,
    "population": [{"year": 2021, "total": 79000}],
}
AREA_STATE_EXAMPLE = {
    **AREA_EXAMPLE,
    "id": AREA,
    "version": 1,
    "status": "defined",
    "area_id": AREA,
    "parent_id": None,
    "codes": [{"code": "431010000", "since": "2024-01-01"}],
    "parents": [{"parent_id": None, "since": "2024-01-01"}],
    "predecessors": [],
    "successors": [],
    "retired_because": None,
}
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


def _area(name: str, path: str, body: type[Body], summary: str, example: dict[str, object], **more: object) -> Command:
    scope = more.pop("scope", ("area:area_id",))
    return Command(name, "POST", path, body, "area", "area.manage", scope, summary=summary, example=example, **more)  # type: ignore[arg-type]


def _center(verb: str, body: type[Body], permission: str, summary: str, example: dict[str, object] = WHY) -> Command:
    path = f"/centers/{{center_id}}/{verb.replace('_', '-')}"
    return Command(
        f"{verb}_center" if "dormancy" not in verb else verb,
        "POST", path, body, "center", permission, ("center:center_id",), summary=summary, example=example,
    )  # fmt: skip


CONTRACT = Contract(
    service="registry",
    commands=(
        _area("define_area", "/areas", DefineArea, "Define an area", AREA_EXAMPLE, creates=True, scope=("area:parent_id",)),
        Command("revise_area", "PATCH", "/areas/{area_id}", ReviseArea, "area", "area.manage", ("area:area_id",),
                matches=True, summary="Describe an area anew", example={"rural": False}),
        _area("move_area", "/areas/{area_id}/move", MoveArea, "Move an area below another parent",
              {**WHY, "parent_id": OTHER, "since": "2026-01-01"}, scope=("area:area_id", "area:parent_id")),
        _area("recode_area", "/areas/{area_id}/recode", RecodeArea, "Give an area another code",
              {**WHY, "code": "431010001", "since": "2026-01-01"}),
        _area("retire_area", "/areas/{area_id}/retire", RetireArea, "Take an area off the map", WHY),
        _area("split_area", "/areas/{area_id}/split", SplitArea, "Split an area",
              {**WHY, "since": "2026-01-01", "into": [
                  {"code": "A1", "name": {"en": "North"}}, {"code": "A2", "name": {"en": "South"}}]}),
        _area("merge_area", "/areas/{area_id}/merge", MergeArea, "Merge an area into another", {**WHY, "into": OTHER},
              scope=("area:area_id", "area:into")),
        Command("propose_center", "POST", "/centers", ProposeCenter, "center", "center.propose", ("area:area_id",),
                creates=True, summary="Propose a center", example=CENTER_EXAMPLE),
        Command("enter_center", "POST", "/centers/entries", ProposeCenter, "center", "center.register", ("area:area_id",),
                creates=True, summary="Enter a center that works already", example=CENTER_EXAMPLE),
        Command("revise_center", "PATCH", "/centers/{center_id}", ReviseCenter, "center", "center.revise",
                ("center:center_id",), matches=True, summary="Describe a center anew", example={"rooms": 4}),
        _center("correct", CorrectCenter, "center.correct", "Put right what was recorded wrongly", {**WHY, "rooms": 4}),
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
        _center("merge", MergeCenter, "center.close", "Merge a center into another", {**WHY, "into": OTHER}),
        Command("start_import", "POST", "/imports", StartImport, "import", "import.run", creates=True, batch=False,
                takes_file=True, summary="Import a file of areas or centers",
                example={"of": "centers", "filename": "centers.xlsx"}),
        Command("take_rejected", "GET", "/imports/{import_id}/rejected", RejectedFile, "import", "import.run", batch=False,
                reads=True, summary="Take the rejected rows as a file to mend", example={"format": "csv"}),
    ),
    kinds=(
        Kind("area", "areas", AreaState, ("defined", "revised", "moved", "recoded", "succeeded", "retired", "split", "merged"),
             AREA_STATE_EXAMPLE, filters=("status", "code", "parent_id", "level"), texts=("name",),
             public=("id", "version", "status", "code", "name", "level", "parent_id", "point", "rural", "population", "area_id")),
        Kind("center", "centers", CenterState,
             ("proposed", "entered", "registered", "activated", "revised", "corrected", "verified", "dormancy-proposed",
              "dormancy-confirmed", "dormancy-appealed", "revived", "suspended", "reopened", "closed", "merged"),
             CENTER_STATE_EXAMPLE, filters=("status", "code", "host_type"), texts=("name",),
             public=("id", "version", "status", "code", "name", "area_id", "point", "host_type", "contacts", "languages",
                     "opening_hours", "rooms", "ict", "accessible", "founded_on", "merged_into")),
        Kind("import", "imports", ImportState, ("received", "judged", "progressed", "finished", "refused"),
             {"id": OTHER, "version": 2, "status": "applying", "area_id": None, "of": "centers", "filename": "centers.xlsx",
              "language": "en", "dry_run": False, "counts": {"rows": 400, "accepted": 390}, "progress": {"done": 50, "of": 400},
              "warnings": [], "refused_because": None}, filters=("status", "of")),
        Kind("vitality", "vitalities", VitalityState, ("evidenced",),
             {"id": CENTER, "version": 2, "status": "", "area_id": AREA, "center_id": CENTER, "last_on": "2026-03-01",
              "signs": {"session-held": "2026-03-01"}}, filters=(), listed=False),
    ),
)  # fmt: skip
