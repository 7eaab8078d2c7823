"""Cases, as those see them who deal with them, and what they can ask. Free text is sealed; reasons are codes."""

from marshmallow import fields, validate

from services.feedback.codes.cases import (
    ABOUT,
    CHANNELS,
    CORRECTION_REASONS,
    EXTENSION_REASONS,
    IDENTITIES,
    INTAKE_KINDS,
    KINDS_OF_CASES,
    PURPOSES,
    REFERRAL_GROUNDS,
    REFERRALS,
    REOPENING_REASONS,
    SCOPE_REASONS,
)
from services.feedback.contract.examples import AREA, CASE, CENTER, OTHER
from services.feedback.contract.people import Contact
from shared.contract import Body, Code, Command, Day, Id, Kind, Nothing, Text, Truth, Whole

STATUSES = (
    "received", "acknowledged", "triaged", "in_review", "resolved", "closed", "referred", "out_of_scope", "duplicate",
    "withdrawn", "reopened", "appealed",
)  # fmt: skip
HELD_BY = ("center", "district", "ministry")
ANSWER = 4000


class Answer(Body):
    """What the person is told, if anything."""

    response = Text(ANSWER, allow_none=True, load_default=None)


class TriageCase(Body):
    """What a case is and whom it is about. What is left out stays as the person said."""

    kind = Code(KINDS_OF_CASES, allow_none=True, load_default=None)
    about = fields.List(Code(ABOUT), allow_none=True, load_default=None, validate=validate.Length(max=len(ABOUT)))
    center_id = Id("center", allow_none=True, load_default=None)


class ExtendCase(Body):
    """Why it takes longer."""

    reason = Code(EXTENSION_REASONS, required=True)


class ResolveCase(Body):
    """The answer, in the language of the person."""

    response = Text(ANSWER, required=True)


class ReopenCase(Body):
    """Why it is taken up again."""

    reason = Code(REOPENING_REASONS, required=True)


class RuleOutCase(Answer):
    """Why the ministry cannot deal with it."""

    reason = Code(SCOPE_REASONS, required=True)


class JoinCase(Answer):
    """The case that goes on."""

    duplicate_of = Id("case", required=True)


class ReferCase(Answer):
    """Who can help, and on what ground it is passed on."""

    referred_to = Code(REFERRALS, required=True)
    ground = Code(REFERRAL_GROUNDS, allow_none=True, load_default=None)


class CorrectCase(Body):
    """What the triage got wrong."""

    reason = Code(CORRECTION_REASONS, required=True)
    kind = Code(KINDS_OF_CASES)
    about = fields.List(Code(ABOUT), validate=validate.Length(max=len(ABOUT)))
    center_id = Id("center")


class Purpose(Body):
    """What the reading is for; the journal keeps it."""

    reason = Code(PURPOSES, required=True)


class ClockRound(Body):
    """How many to deal with at once."""

    limit = Whole(1, 500, load_default=100)


class CaseState(Body):
    """A case. Before its triage, and if it ends there or is withdrawn, it tells only its first four fields."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True, allow_none=True)
    kind = Code(KINDS_OF_CASES)
    channel = Code(CHANNELS)
    identity = Code(IDENTITIES)
    center_id = Id("center", allow_none=True)
    held_by = Code(HELD_BY)
    level = Whole(0, 3)
    received_on = Day()
    acknowledge_by = Day()
    acknowledged_on = Day(allow_none=True)
    resolve_by = Day()
    extended = Truth()
    resolved_on = Day(allow_none=True)
    satisfaction = Whole(1, 5, allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "How it ended."})
    duplicate_of = Id("case", allow_none=True)
    referred_to = fields.String(allow_none=True)
    appealed = Truth()


class CaseFile(CaseState):
    """All that is known of a case, its sealed words among it."""

    kind = Code(INTAKE_KINDS)
    about = fields.List(fields.String())
    language = fields.String()
    words = fields.String(allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)
    response = Text(ANSWER, allow_none=True)
    appeal_words = fields.String(allow_none=True)


class Submitter(Body):
    """How to reach the person."""

    contact = fields.Nested(Contact, allow_none=True)


class TallyState(Body):
    """How many, and whether there are more."""

    id = Id(required=True)
    version = Whole(required=True)
    status = fields.String()
    area_id = Id("area", allow_none=True)
    count = Whole(required=True)
    more = Truth(required=True)


CASE_EXAMPLE = {
    "id": CASE,
    "version": 4,
    "status": "in_review",
    "area_id": AREA,
    "kind": "complaint",
    "channel": "web",
    "identity": "anonymous",
    "center_id": CENTER,
    "held_by": "center",
    "level": 0,
    "received_on": "2026-03-02",
    "acknowledge_by": "2026-03-05",
    "acknowledged_on": "2026-03-03",
    "resolve_by": "2026-03-27",
    "extended": False,
    "resolved_on": None,
    "satisfaction": None,
    "reason": None,
    "duplicate_of": None,
    "referred_to": None,
    "appealed": False,
}
TALLY_EXAMPLE = {"id": OTHER, "version": 0, "status": "", "area_id": None, "count": 3, "more": False}
RESPONSE = {"response": {"kk": "Кітапхана енді сағат 21:00-ге дейін ашық.", "en": "The library is now open until nine."}}


def _case(name: str, path: str, body: type[Body], permission: str, summary: str, **more: object) -> Command:
    scope = more.pop("scope", ("case:case_id",))
    return Command(name, "POST", f"/cases/{{case_id}}/{path}", body, "case", permission, scope, summary=summary, **more)  # type: ignore[arg-type]


def _clock(name: str, path: str, summary: str) -> Command:
    return Command(name, "POST", f"/cases/{path}", ClockRound, "tally", "case.clock", batch=False, summary=summary,
                   example={"limit": 100})  # fmt: skip


COMMANDS = (
    _case("acknowledge_case", "acknowledge", Nothing, "case.triage", "Acknowledge a case"),
    _case("triage_case", "triage", TriageCase, "case.triage", "Say what a case is, and whom it is about",
          scope=("case:case_id", "center:center_id"), example={"kind": "complaint", "about": []}),
    _case("mark_case_sensitive", "mark-sensitive", Nothing, "case.triage", "Hand a case over to the focal points"),
    _case("close_appreciation", "close-appreciation", Answer, "case.triage", "Close an appreciation at once",
          example=RESPONSE),
    _case("rule_out_case", "rule-out", RuleOutCase, "case.triage", "Say that a case is out of scope",
          example={"reason": "another_authority"}),
    _case("join_case", "join", JoinCase, "case.triage", "End a case as the duplicate of another",
          scope=("case:case_id", "case:duplicate_of"), example={"duplicate_of": OTHER}),
    _case("correct_case", "correct", CorrectCase, "case.triage", "Put right what the triage found",
          scope=("case:case_id", "center:center_id"), example={"reason": "misread", "kind": "idea"}),
    _case("review_case", "review", Nothing, "case.review", "Begin to look into a case"),
    _case("extend_case", "extend", ExtendCase, "case.review", "Take longer for a case", example={"reason": "people_away"}),
    _case("refer_case", "refer", ReferCase, "case.review", "Pass a case on to those who can help",
          example={"referred_to": "social_protection"}),
    _case("reopen_case", "reopen", ReopenCase, "case.review", "Take up a case again", example={"reason": "new_facts"}),
    _case("resolve_case", "resolve", ResolveCase, "case.resolve", "Answer a case", example=RESPONSE),
    _case("disclose_case", "disclose", Purpose, "case.disclose", "Read the words of a case", reads=True, batch=False,
          example={"reason": "handling"}, secrets=CaseFile),
    _case("disclose_submitter", "disclose-submitter", Purpose, "case.review", "Read how to reach a confidential person",
          reads=True, batch=False, example={"reason": "answering"}, secrets=Submitter),
    _clock("escalate_due_cases", "escalate-due", "Let cases go up whose time runs out"),
    _clock("close_unanswered", "close-unanswered", "Close cases whose answer nobody has rated"),
)  # fmt: skip

KINDS = (
    Kind("case", "cases", CaseState,
         ("received", "acknowledged", "triaged", "review-begun", "extended", "resolved", "closed", "referred",
          "found-out-of-scope", "found-duplicate", "reopened", "appealed", "escalated", "reassigned", "moved", "corrected"),
         CASE_EXAMPLE, filters=("status", "center_id", "kind", "held_by", "level", "channel"), shared="approved",
         shared_fields=("id", "version", "status", "area_id", "kind", "channel", "received_on", "acknowledged_on",
                        "resolved_on")),
    Kind("tally", "tallies", TallyState, (), TALLY_EXAMPLE, filters=(), listed=False),
)  # fmt: skip
