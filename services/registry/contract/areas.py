"""Areas, as others ask for them and see them."""

from collections.abc import Mapping

from marshmallow import fields, validate

from services.registry.contract.examples import AREA, OTHER, WHY
from shared.contract import Body, Code, Command, Day, Id, Kind, Line, Point, Reason, Text, Truth, Whole

AREA_STATUSES = ("defined", "revised", "retired")


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


def _area(name: str, path: str, body: type[Body], summary: str, example: Mapping[str, object], **more: object) -> Command:
    scope = more.pop("scope", ("area:area_id",))
    return Command(name, "POST", path, body, "area", "area.manage", scope, summary=summary, example=example, **more)  # type: ignore[arg-type]


COMMANDS = (
    _area("define_area", "/areas", DefineArea, "Define an area", AREA_EXAMPLE, creates=True, scope=("area:parent_id",)),
    Command("revise_area", "PATCH", "/areas/{area_id}", ReviseArea, "area", "area.manage", ("area:area_id",),
            matches=True, summary="Describe an area anew", example={"rural": False}),
    _area("move_area", "/areas/{area_id}/move", MoveArea, "Move an area below another parent",
          {**WHY, "parent_id": OTHER, "since": "2026-01-01"}, scope=("area:parent_id", "area:area_id")),
    _area("recode_area", "/areas/{area_id}/recode", RecodeArea, "Give an area another code",
          {**WHY, "code": "431010001", "since": "2026-01-01"}),
    _area("retire_area", "/areas/{area_id}/retire", RetireArea, "Take an area off the map", WHY,
          scope=("area:area_id", "area:successors")),
    _area("split_area", "/areas/{area_id}/split", SplitArea, "Split an area",
          {**WHY, "since": "2026-01-01", "into": [
              {"code": "A1", "name": {"en": "North"}}, {"code": "A2", "name": {"en": "South"}}]}),
    _area("merge_area", "/areas/{area_id}/merge", MergeArea, "Merge an area into another", {**WHY, "into": OTHER},
          scope=("area:area_id", "area:into")),
)  # fmt: skip

KINDS = (
    Kind("area", "areas", AreaState, ("defined", "revised", "moved", "recoded", "succeeded", "retired", "split", "merged"),
         AREA_STATE_EXAMPLE, filters=("status", "code", "parent_id", "level"), texts=("name",),
         public=("id", "version", "status", "code", "name", "level", "parent_id", "point", "rural", "population", "area_id")),
)  # fmt: skip
