"""Programs: what can be asked of the catalogue, and how a program is seen."""

from marshmallow import fields, validate

from services.programs.codes import FIELDS, KINDS, LEVELS, MODES, RALE_FIELDS, TARGET_GROUPS
from services.programs.contract.examples import AGREEMENT, AREA, CENTER, DECISION, NEED, PROGRAM, WHY
from shared.contract import LANGUAGE, Body, Code, Command, Id, Kind, Line, Reason, Text, Whole

STATUSES = ("drafted", "endorsed", "approved", "retired")
KIND_OF = "UNESCO APPEAL, and literacy, capacity training, heritage."


class ReviseProgram(Body):
    """What a draft can be revised by; what is left out stays."""

    title = Text()
    kind = Code(KINDS, metadata={"description": KIND_OF})
    field = Code(FIELDS, metadata={"description": "ISCED-F 2013."})
    rale_field = Code(RALE_FIELDS, metadata={"description": "RALE 2015."})
    level = Code(LEVELS, allow_none=True, metadata={"description": "ISCED 2011 level that it is equivalent to."})
    target_groups = fields.List(Code(TARGET_GROUPS), validate=validate.Length(max=20))
    languages = fields.List(fields.String(validate=validate.Regexp(LANGUAGE)), validate=validate.Length(max=20))
    mode = Code(MODES)
    hours = Whole(1, 10_000, allow_none=True, metadata={"description": "Of teaching, from beginning to end."})
    need_ids = fields.List(Id("need"), validate=validate.Length(max=50))
    agreement_id = Id("agreement", allow_none=True, metadata={"description": "The agreement that funds it."})


class CorrectProgram(ReviseProgram):
    """What was recorded wrongly, and why it is put right."""

    reason = Line(500, required=True)


class DraftCenterProgram(ReviseProgram):
    """A new program of a center."""

    title = Text(required=True)
    kind = Code(KINDS, required=True, metadata={"description": KIND_OF})
    field = Code(FIELDS, required=True, metadata={"description": "ISCED-F 2013."})
    rale_field = Code(RALE_FIELDS, required=True, metadata={"description": "RALE 2015."})


class DraftProgram(DraftCenterProgram):
    """A new program of an area or of the whole country."""

    area_id = Id("area", allow_none=True, load_default=None, metadata={"description": "None: of the whole country."})


class ApproveProgram(Body):
    """The approval."""

    override_reason = Line(
        500,
        allow_none=True,
        load_default=None,
        metadata={"description": "Why it is approved without a community's decision. It is published."},
    )


class ProgramState(DraftProgram):
    """A program as everybody may see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    center_id = Id("center", required=True, allow_none=True)
    decision_ids = fields.List(Id("decision"))
    override_reason = fields.String(allow_none=True)
    retired_because = fields.String(allow_none=True)
    flags = fields.List(fields.String())


EXAMPLE = {
    "title": {"kk": "Киіз басу", "ru": "Войлоковаляние", "en": "Felt making"},
    "kind": "income_generating",
    "field": "0214",
    "rale_field": "continuing_and_vocational",
    "level": "9",
    "target_groups": ["women", "herders"],
    "languages": ["kk"],
    "mode": "in_person",
    "hours": 72,
    "need_ids": [NEED],
    "agreement_id": AGREEMENT,
}
STATE = {
    **EXAMPLE,
    "id": PROGRAM,
    "version": 3,
    "status": "approved",
    "area_id": AREA,
    "center_id": CENTER,
    "decision_ids": [DECISION],
    "override_reason": None,
    "retired_because": None,
    "flags": [],
}
ONE = "/programs/{program_id}"
ITS = ("program:program_id",)

COMMANDS = (
    Command("draft_program", "POST", "/programs", DraftProgram, "program", "program.draft", ("area:area_id",),
            creates=True, summary="Draft a program of an area or of the whole country",
            example={**EXAMPLE, "area_id": AREA}),
    Command("draft_center_program", "POST", "/centers/{center_id}/programs", DraftCenterProgram, "program",
            "program.draft", ("center:center_id",), creates=True,
            summary="Draft a center's own program", example=EXAMPLE),
    Command("revise_program", "PATCH", ONE, ReviseProgram, "program", "program.draft", ITS, matches=True,
            summary="Describe a draft anew", example={"hours": 80}),
    Command("correct_program", "POST", f"{ONE}/correct", CorrectProgram, "program", "program.approve", ITS,
            summary="Put right what was recorded wrongly", example={**WHY, "level": "3"}),
    Command("approve_program", "POST", f"{ONE}/approve", ApproveProgram, "program", "program.approve", ITS,
            summary="Put a program into the catalogue", example={}),
    Command("retire_program", "POST", f"{ONE}/retire", Reason, "program", "program.approve", ITS,
            summary="Take a program out of the catalogue", example=WHY),
)  # fmt: skip

KIND = Kind(
    "program",
    "programs",
    ProgramState,
    (
        "drafted",
        "revised",
        "corrected",
        "endorsed",
        "decision-noted",
        "approved",
        "retired",
        "flagged",
        "unflagged",
        "moved",
    ),
    STATE,
    filters=("status", "kind", "field", "rale_field", "level", "mode", "center_id", "agreement_id", "need_ids"),
    texts=("title",),
    public=tuple(sorted(STATE.keys() - {"agreement_id", "flags"})),
)
