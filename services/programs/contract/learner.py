"""Learners: what can be asked of them, and what others may see: a pseudonym, sex, age band, district, consents."""

from marshmallow import fields, validate

from services.programs.codes import (
    AGE_BANDS,
    ATTAINMENTS,
    CONSENTS,
    CORRECTIONS,
    DIFFICULTIES,
    ERASURES,
    PURPOSES,
    SEXES,
)
from services.programs.contract.examples import AREA, CENTER, LEARNER
from shared.contract import Body, Code, Command, Day, Id, Kind, Line, Whole

STATUSES = ("registered", "erased")


class Contacts(Body):
    """How to reach the person."""

    phone = Line(40)
    email = fields.Email(validate=validate.Length(max=200))
    address = Line(300)


class Personal(Body):
    """What is sealed and leaves the service only by a purpose; group and difficulties leave it as counts only."""

    name = Line(200, allow_none=True)
    contacts = fields.Nested(Contacts, allow_none=True)
    birth_year = Whole(1900, 2200)
    birth_date = Day(allow_none=True)
    locality = Line(200, allow_none=True)
    group = Line(100, allow_none=True, metadata={"description": "In the person's own words; by consent to statistics."})
    difficulties = fields.Dict(
        keys=Code(DIFFICULTIES),
        values=Whole(1, 4),
        allow_none=True,
        metadata={"description": "Washington Group short set: 1 none, 2 some, 3 a lot, 4 cannot. Adults, by consent."},
    )
    highest_level = Code(ATTAINMENTS, allow_none=True, metadata={"description": "ISCED-A. It leaves as counts only."})


class Consent(Body):
    """A consent, and since when."""

    purpose = Code(CONSENTS, required=True)
    given_on = Day(allow_none=True, load_default=None, metadata={"description": "Today if left out."})


class RegisterLearner(Personal):
    """A person who wants to learn."""

    center_id = Id("center", required=True)
    area_id = Id(
        "area",
        allow_none=True,
        load_default=None,
        metadata={"description": "The district of residence; the center's area if left out."},
    )
    sex = Code(SEXES, required=True)
    birth_year = Whole(1900, 2200, required=True)
    consents = fields.List(fields.Nested(Consent), load_default=list, validate=validate.Length(max=20))


class CorrectLearner(Personal):
    """What was recorded wrongly, and why it is put right."""

    correction = Code(CORRECTIONS, required=True)
    note = Line(500, allow_none=True, load_default=None, metadata={"description": "Sealed."})
    area_id = Id("area")
    sex = Code(SEXES)


class WithdrawConsent(Body):
    """The consent that ends."""

    purpose = Code(CONSENTS, required=True)


class EraseLearner(Body):
    """Why the person is forgotten."""

    reason_code = Code(ERASURES, required=True)


class DiscloseLearner(Body):
    """What the personal values are needed for; each purpose shows what it needs and no more."""

    purpose = Code(PURPOSES, required=True)


class ConsentState(Consent):
    """A consent, and until when."""

    withdrawn_on = Day(required=True, allow_none=True)


class LearnerState(Body):
    """A learner as those may see who may see learners."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True)
    center_id = Id("center", required=True)
    sex = Code(SEXES, required=True)
    age_band = Code(AGE_BANDS, required=True)
    registered_on = Day(required=True)
    consents = fields.List(fields.Nested(ConsentState), required=True)
    erased_on = Day(allow_none=True)
    reason_code = Code(ERASURES, allow_none=True)


EXAMPLE = {
    "center_id": CENTER,
    "area_id": AREA,
    "sex": "female",
    "birth_year": 1991,
    "name": "Айгүл Серікқызы",
    "contacts": {"phone": "+7 700 000 00 00"},
    "highest_level": "3",
    "difficulties": {"seeing": 2},
    "consents": [{"purpose": "learning", "given_on": "2026-02-20"}, {"purpose": "statistics"}],
}
STATE = {
    "id": LEARNER,
    "version": 1,
    "status": "registered",
    "area_id": AREA,
    "center_id": CENTER,
    "sex": "female",
    "age_band": "25-64",
    "registered_on": "2026-02-20",
    "consents": [{"purpose": "learning", "given_on": "2026-02-20", "withdrawn_on": None}],
    "erased_on": None,
    "reason_code": None,
}
ONE = "/learners/{learner_id}"
ITS = ("learner:learner_id",)

COMMANDS = (
    Command("register_learner", "POST", "/learners", RegisterLearner, "learner", "learner.register",
            ("center:center_id",), creates=True, summary="Enter a person in a center's register", example=EXAMPLE),
    Command("correct_learner", "POST", f"{ONE}/correct", CorrectLearner, "learner", "learner.register", ITS,
            summary="Put right what was recorded wrongly", example={"correction": "wrong_entry", "birth_year": 1992}),
    Command("give_consent", "POST", f"{ONE}/give-consent", Consent, "learner", "learner.register", ITS,
            summary="Take down a consent", example={"purpose": "contact", "given_on": "2026-02-20"}),
    Command("withdraw_consent", "POST", f"{ONE}/withdraw-consent", WithdrawConsent, "learner", "learner.register", ITS,
            summary="End a consent, and what rests on it alone", example={"purpose": "contact"}),
    Command("erase_learner", "POST", f"{ONE}/erase", EraseLearner, "learner", "learner.erase", ITS, batch=False,
            summary="Forget a person; the pseudonymous facts stay", example={"reason_code": "learner_request"}),
    Command("disclose_learner", "POST", f"{ONE}/disclosures", DiscloseLearner, "learner", "learner.disclose", ITS,
            reads=True, batch=False, secrets=Personal, summary="Read the personal values that a purpose needs",
            example={"purpose": "contact"}),
)  # fmt: skip

KIND = Kind(
    "learner",
    "learners",
    LearnerState,
    ("registered", "corrected", "consent-given", "consent-withdrawn", "moved", "erased"),
    STATE,
    filters=("status", "center_id", "sex", "age_band"),
    shared="approved",
    shared_fields=("id", "version", "status", "area_id", "sex", "age_band", "registered_on", "erased_on"),
)
