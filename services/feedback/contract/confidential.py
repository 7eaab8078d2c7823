"""Sensitive cases, for focal points only. Their one event tells that something was recorded, and nothing else."""

from marshmallow import fields, validate

from services.feedback.codes.cases import ABOUT, PURPOSES, REFERRAL_GROUNDS, REFERRALS, SCOPE_REASONS
from services.feedback.contract.cases import ANSWER, RESPONSE, CaseFile
from services.feedback.contract.examples import REGION
from shared.contract import Body, Code, Command, Day, Id, Kind, Text, Whole


class ForArea(Body):
    """The area for which the caller is a focal point; none for the whole country. The case must lie in it."""

    area_id = Id("area", required=True, allow_none=True)


class ForPurpose(ForArea):
    """What the reading is for; the journal keeps it."""

    reason = Code(PURPOSES, required=True)


class AnswerInConfidence(ForArea):
    """What the person is told, if anything."""

    response = Text(ANSWER, allow_none=True, load_default=None)


class TriageSensitiveCase(ForArea):
    """Whom it is about, and where it happened. What is left out stays as the person said."""

    about = fields.List(Code(ABOUT), allow_none=True, load_default=None, validate=validate.Length(max=len(ABOUT)))
    center_id = Id("center", allow_none=True, load_default=None)


class ReferSensitiveCase(AnswerInConfidence):
    """Who can help, and on what ground it is passed on."""

    referred_to = Code(REFERRALS, required=True)
    ground = Code(REFERRAL_GROUNDS, required=True)


class ResolveSensitiveCase(ForArea):
    """The answer, in the language of the person."""

    response = Text(ANSWER, required=True)


class RuleOutSensitiveCase(AnswerInConfidence):
    """Why the ministry cannot deal with it."""

    reason = Code(SCOPE_REASONS, required=True)


class Waiting(Body):
    """A sensitive case that waits."""

    id = Id(required=True)
    status = fields.String(required=True)
    received_on = Day(required=True)
    acknowledge_by = Day(required=True)
    resolve_by = Day(required=True)
    level = Whole(required=True)


class WaitingCases(Body):
    """The sensitive cases that wait, the oldest first."""

    cases = fields.List(fields.Nested(Waiting))


class SensitiveCaseState(Body):
    """Nothing."""


FOR = {"area_id": REGION}


def _sensitive(name: str, path: str, body: type[Body], summary: str, kind: str = "case", **more: object) -> Command:
    example = {**FOR, **more.pop("example", {})}  # type: ignore[dict-item]
    return Command(name, "POST", f"/sensitive-cases/{path}", body, kind, "case.sensitive", ("area:area_id",), batch=False,
                   summary=summary, example=example, **more)  # type: ignore[arg-type]  # fmt: skip


COMMANDS = (
    _sensitive("list_sensitive_cases", "list", ForPurpose, "See which sensitive cases wait", kind="tally", reads=True,
               example={"reason": "handling"}, secrets=WaitingCases),
    _sensitive("disclose_sensitive_case", "{case_id}/disclose", ForPurpose, "Read a sensitive case", reads=True,
               example={"reason": "handling"}, secrets=CaseFile),
    _sensitive("acknowledge_sensitive_case", "{case_id}/acknowledge", ForArea, "Acknowledge a sensitive case"),
    _sensitive("triage_sensitive_case", "{case_id}/triage", TriageSensitiveCase, "Note whom a sensitive case is about",
               example={"about": ["facilitator"]}),
    _sensitive("review_sensitive_case", "{case_id}/review", ForArea, "Begin to look into a sensitive case"),
    _sensitive("refer_sensitive_case", "{case_id}/refer", ReferSensitiveCase, "Pass a sensitive case on",
               example={"referred_to": "child_protection", "ground": "consent"}),
    _sensitive("resolve_sensitive_case", "{case_id}/resolve", ResolveSensitiveCase, "Answer a sensitive case",
               example=RESPONSE),
    _sensitive("rule_out_sensitive_case", "{case_id}/rule-out", RuleOutSensitiveCase,
               "Say that a sensitive case is out of scope", example={"reason": "nothing_to_act_on"}),
    _sensitive("close_sensitive_case", "{case_id}/close", ForArea, "Close a sensitive case that was answered"),
)  # fmt: skip

KINDS = (
    Kind("sensitive-case", "sensitive_cases", SensitiveCaseState, ("recorded",), {}, filters=(), listed=False,
         shared="never"),
)  # fmt: skip
