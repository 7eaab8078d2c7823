"""The published language of agreements."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.partnerships.codes import PARTIES, ROLES, SECTORS
from services.partnerships.contract.examples import AGREEMENT, AREA, CENTER, PARTNER, WHY
from shared.contract import Body, Code, Command, Day, Id, Kind, Nothing, Reason, Text, Truth, Whole

STATUSES = ("proposed", "negotiating", "signed", "active", "expiring", "suspended", "ended")
FLAGS = ("center_suspended", "center_closed")
EVENT_TYPE = r"^toono(\.[a-z]+(-[a-z]+)*){1,3}$"
FIELD = r"^[a-z][a-z0-9_]{0,59}$"


class Party(Body):
    """With whom the partner agrees: one center, one area, or the ministry, which has no id."""

    kind = Code(PARTIES, required=True)
    id = Id(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def _name_it(self, party: dict[str, Any], **_: Any) -> None:
        if (party["kind"] == "ministry") is (party["id"] is not None):
            raise ValidationError("Give the id of the center or the area; the ministry has none.", "id")


class DataScope(Body):
    """Which facts the partner's systems may receive. Whatever is not named stays here."""

    event_types = fields.List(
        fields.String(validate=validate.Regexp(EVENT_TYPE, error="Not an event type, such as toono.programs.session.held.")),
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Event types, or prefixes of whole parts. Person-level types must be named with their kind."},
    )
    area_ids = fields.List(
        Id("area"),
        required=True,
        validate=validate.Length(max=500),
        metadata={"description": "From where; empty for the whole of the agreement's party."},
    )
    field_names = fields.List(
        fields.String(validate=validate.Regexp(FIELD, error="Not the name of a field.")),
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Fields of the events' public state."},
    )


class Terms(Body):
    """What can be changed before the signature; what is left out stays."""

    purpose = Text(500)
    sectors = fields.List(Code(SECTORS), validate=validate.Length(1, 20), metadata={"description": "DAC purpose codes."})
    role = Code(ROLES, metadata={"description": "The partner's role, by IATI."})
    starts_on = Day()
    ends_on = Day(metadata={"description": "The last day."})
    data_scope = fields.Nested(DataScope, allow_none=True)


class FullTerms(Terms):
    """All that is agreed."""

    purpose = Text(500, required=True)
    sectors = fields.List(Code(SECTORS), required=True, validate=validate.Length(1, 20))
    role = Code(ROLES, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    data_scope = fields.Nested(DataScope, allow_none=True, load_default=None)


class ProposeAgreement(FullTerms):
    """A proposal by the partner."""

    party = fields.Nested(Party, required=True)


class ProposeAgreementTo(FullTerms):
    """A proposal to a partner."""

    partner_id = Id("partner", required=True)


class SignAgreement(Body):
    """The day of the signature."""

    signed_on = Day(load_default=None, allow_none=True, metadata={"description": "Today if left out."})


class RenewAgreement(Reason):
    """The new last day."""

    ends_on = Day(required=True)


class RescopeAgreement(Reason):
    """The new data scope, or none."""

    data_scope = fields.Nested(DataScope, required=True, allow_none=True)


class CorrectAgreement(Reason):
    """What was recorded wrongly, and why it is put right."""

    purpose = Text(500)
    sectors = fields.List(Code(SECTORS), validate=validate.Length(1, 20))
    role = Code(ROLES)
    starts_on = Day()
    ends_on = Day()


class AgreementState(FullTerms):
    """An agreement as others see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True, allow_none=True)
    partner_id = Id("partner", required=True)
    party = fields.Nested(Party, required=True)
    center_id = Id("center", required=True, allow_none=True)
    people_approved_by_ministry = Truth(required=True)
    signed_on = Day(allow_none=True)
    suspended_because = fields.String(allow_none=True)
    ended_because = fields.String(allow_none=True)
    flags = fields.List(Code(FLAGS))


SCOPE = {"event_types": ["toono.programs.session.held"], "area_ids": [], "field_names": ["id", "status", "center_id", "held_on"]}
TERMS = {
    "purpose": {"kk": "Ауыл кітапханасындағы сандық сауат", "en": "Digital literacy in the village library"},
    "sectors": ["11230"],
    "role": "4",
    "starts_on": "2026-03-01",
    "ends_on": "2027-02-28",
    "data_scope": SCOPE,
}
STATE = {
    **TERMS,
    "id": AGREEMENT,
    "version": 4,
    "status": "active",
    "area_id": AREA,
    "partner_id": PARTNER,
    "party": {"kind": "center", "id": CENTER},
    "center_id": CENTER,
    "people_approved_by_ministry": False,
    "signed_on": "2026-02-20",
    "suspended_because": None,
    "ended_because": None,
    "flags": [],
}


def _proposal(name: str, by: str, body: type[Body], summary: str, example: dict[str, Any]) -> Command:
    return Command(
        name, "POST", f"/{by}s/{{{by}_id}}/agreements", body, "agreement", "agreement.negotiate", (f"{by}:{by}_id",),
        creates=True, summary=summary, example=TERMS | example,
    )  # fmt: skip


def _change(name: str, body: type[Body], permission: str, summary: str, example: dict[str, Any] = WHY, **more: Any) -> Command:
    scope = more.pop("scope", ("agreement:agreement_id",))
    path = f"/agreements/{{agreement_id}}/{name.removesuffix('_agreement').replace('_', '-')}"
    return Command(name, "POST", path, body, "agreement", permission, scope, summary=summary, example=example, **more)


COMMANDS = (
    _proposal("propose_agreement", "partner", ProposeAgreement,
              "Propose an agreement of a partner", {"party": {"kind": "center", "id": CENTER}}),
    _proposal("propose_agreement_with_center", "center", ProposeAgreementTo,
              "Propose an agreement with a center", {"partner_id": PARTNER}),
    _proposal("propose_agreement_with_area", "area", ProposeAgreementTo,
              "Propose an agreement with an area", {"partner_id": PARTNER}),
    Command("revise_agreement", "PATCH", "/agreements/{agreement_id}", Terms, "agreement", "agreement.negotiate",
            ("agreement:agreement_id",), matches=True, summary="Change terms that are not signed", example={"role": "1"}),
    _change("negotiate_agreement", Nothing, "agreement.negotiate", "Open the negotiation", {}),
    _change("sign_agreement", SignAgreement, "agreement.sign", "Sign the terms as read",
            {"signed_on": "2026-02-20"}, matches=True),
    _change("activate_agreement", Nothing, "agreement.sign", "Put a signed agreement into force", {}),
    _change("note_expiring", Nothing, "agreement.clock", "Note that the end is near", {}, scope=()),
    _change("renew_agreement", RenewAgreement, "agreement.sign", "Let an agreement run longer",
            WHY | {"ends_on": "2028-02-29"}),
    _change("suspend_agreement", Reason, "agreement.suspend", "Suspend an agreement"),
    _change("resume_agreement", Reason, "agreement.suspend", "End the suspension of an agreement"),
    _change("end_agreement", Reason, "agreement.suspend", "End an agreement for good"),
    _change("end_due", Nothing, "agreement.clock", "End an agreement whose last day has passed", {}, scope=()),
    _change("rescope_agreement", RescopeAgreement, "agreement.sign", "Open other facts than were signed",
            WHY | {"data_scope": None}),
    _change("approve_people", Nothing, "agreement.approve_people",
            "Approve the person-level types of a data scope as read", {}, scope=(), matches=True),
    _change("withdraw_people", Reason, "agreement.approve_people",
            "Withdraw the approval of person-level types", scope=()),
    _change("correct_agreement", CorrectAgreement, "agreement.sign", "Put right what was recorded wrongly",
            WHY | {"role": "1"}),
)  # fmt: skip

KIND = Kind(
    "agreement",
    "agreements",
    AgreementState,
    (
        "proposed",
        "revised",
        "negotiation-opened",
        "signed",
        "activated",
        "expiring",
        "renewed",
        "suspended",
        "resumed",
        "ended",
        "rescoped",
        "people-approved",
        "people-withdrawn",
        "corrected",
        "moved",
        "flagged",
        "unflagged",
    ),
    STATE,
    filters=("status", "partner_id", "center_id", "role", "sectors", "ends_on", "flags"),
    texts=("purpose",),
)
