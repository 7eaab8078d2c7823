"""The published language of partners."""

from typing import Any

from marshmallow import fields, validate

from services.partnerships.codes import ORGANISATION_TYPES
from services.partnerships.contract.examples import AREA, PARTNER, WHY
from shared.contract import Body, Code, Command, Id, Kind, Line, Nothing, Reason, Text, Whole

STATUSES = ("registered", "verified", "inactive")


class Contacts(Body):
    """How to reach the organisation, not a person."""

    phone = Line(40)
    email = fields.Email(validate=validate.Length(max=200))
    address = Line(300)


class ContactPerson(Body):
    """Somebody whom one talks to at the organisation. Sealed: in no event, list or log."""

    name = Line(200, required=True)
    role = Line(200)
    phone = Line(40)
    email = fields.Email(validate=validate.Length(max=200))


class ContactPersons(Body):
    """Those whom one talks to, in place of the former ones."""

    contact_persons = fields.List(fields.Nested(ContactPerson), required=True, validate=validate.Length(max=50))


class PartnerDescription(Body):
    """What a partner can be revised by."""

    name = Text()
    organisation_type = Code(ORGANISATION_TYPES, metadata={"description": "IATI organisation type."})
    contacts = fields.Nested(Contacts)
    website = fields.Url(schemes={"http", "https"}, allow_none=True, validate=validate.Length(max=300))


class Placement(Body):
    """Where a partner works."""

    area_id = Id(
        "area", required=True, allow_none=True, metadata={"description": "All its work lies in it; null for the whole country."}
    )
    area_ids = fields.List(
        Id("area"),
        required=True,
        validate=validate.Length(max=500),
        metadata={"description": "Where in it the partner works; empty if in all of it."},
    )


class RegisterPartner(PartnerDescription, Placement):
    """A new partner."""

    code = Line(40, required=True)
    name = Text(required=True)
    organisation_type = Code(ORGANISATION_TYPES, required=True)
    contact_persons = fields.List(fields.Nested(ContactPerson), validate=validate.Length(max=50))


class CorrectPartner(PartnerDescription, Reason):
    """What was recorded wrongly, and why it is put right."""

    code = Line(40)


class PlacePartner(Placement, Reason):
    """Where it works from now on, and why."""


class PartnerState(PartnerDescription, Placement):
    """A partner as others see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    code = fields.String(required=True)
    inactive_because = fields.String(allow_none=True)


REGISTER = {
    "code": "P-0007",
    "name": {"kk": "Арал кітапханалар желісі", "ru": "Сеть библиотек Арала", "en": "Aral library network"},
    "organisation_type": "22",
    "area_id": AREA,
    "area_ids": [AREA],
    "contacts": {"email": "office@libraries.example", "phone": "+7 7243 000000"},
    "website": "https://libraries.example",
}
PERSONS = {"contact_persons": [{"name": "A. Example", "role": "Director", "email": "director@libraries.example"}]}
STATE = {**REGISTER, "id": PARTNER, "version": 2, "status": "verified", "inactive_because": None}


def _change(name: str, body: type[Body], permission: str, summary: str, example: dict[str, Any] = WHY, **more: Any) -> Command:
    scope = (*more.pop("first", ()), "partner:partner_id")
    path = f"/partners/{{partner_id}}/{name.removesuffix('_partner').replace('_', '-')}"
    return Command(name, "POST", path, body, "partner", permission, scope, summary=summary, example=example, **more)


COMMANDS = (
    Command("register_partner", "POST", "/partners", RegisterPartner, "partner", "partner.register", ("area:area_id",),
            creates=True, summary="Register a partner", example=REGISTER | PERSONS),
    Command("revise_partner", "PATCH", "/partners/{partner_id}", PartnerDescription, "partner", "partner.register",
            ("partner:partner_id",), matches=True, summary="Describe a partner anew", example={"website": None}),
    _change("correct_partner", CorrectPartner, "partner.verify", "Put right what was recorded wrongly",
            WHY | {"code": "P-0008"}),
    _change("place_partner", PlacePartner, "partner.register", "Say anew where a partner works",
            WHY | {"area_id": AREA, "area_ids": []}, first=("area:area_id",)),
    _change("verify_partner", Nothing, "partner.verify", "Verify a partner", {}),
    _change("deactivate_partner", Reason, "partner.verify", "End the work with a partner"),
    _change("reactivate_partner", Reason, "partner.verify", "Take up the work with a partner again"),
    _change("name_contact_persons", ContactPersons, "partner.register",
            "Name those whom one talks to", PERSONS),
    _change("read_contact_persons", Reason, "partner.register",
            "Read whom one talks to", {"reason": "Invitation to the review meeting."},
            reads=True, batch=False, secrets=ContactPersons),
    _change("forget_contact_persons", Reason, "partner.register",
            "Destroy the names of those whom one talked to"),
)  # fmt: skip

KIND = Kind(
    "partner",
    "partners",
    PartnerState,
    (
        "registered",
        "verified",
        "revised",
        "corrected",
        "placed",
        "deactivated",
        "reactivated",
        "contact-persons-named",
        "contact-persons-forgotten",
    ),
    STATE,
    filters=("status", "code", "organisation_type", "area_ids"),
    texts=("name",),
    public=("id", "version", "status", "code", "name", "organisation_type", "area_id", "area_ids", "website"),
)
