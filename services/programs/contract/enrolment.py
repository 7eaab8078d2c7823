"""Enrolments: what can be asked of them, and how one is seen. Reasons are codes; words about a person are sealed."""

from services.programs.codes import (
    AGE_BANDS,
    CORRECTIONS,
    ENDINGS,
    FIELDS,
    KINDS,
    REFUSALS,
    SEXES,
    TRANSFERS,
    WITHDRAWALS,
)
from services.programs.contract.examples import AREA, CENTER, ENROLMENT, LEARNER, OFFERING, OTHER_OFFERING, PROGRAM
from shared.contract import Body, Code, Command, Day, Id, Kind, Line, Nothing, Truth, Whole

STATUSES = ("applied", "waitlisted", "provisional", "enrolled", "refused", "completed", "withdrawn", "transferred")


class Apply(Body):
    """Who applies."""

    learner_id = Id("learner", required=True)


class Admit(Body):
    """Whether a position in the waiting line will do if no place is left."""

    waitlist = Truth(load_default=True, metadata={"description": "False: refuse rather than wait."})


class Enrol(Admit):
    """Who is enrolled."""

    learner_id = Id("learner", required=True)


class Noted(Body):
    """Room for words beside the code of a reason."""

    note = Line(500, allow_none=True, load_default=None, metadata={"description": "Sealed."})


class Refuse(Noted):
    """Why somebody is refused."""

    reason_code = Code(REFUSALS, required=True)


class Withdraw(Noted):
    """Why somebody leaves."""

    reason_code = Code(WITHDRAWALS, required=True)


class Transfer(Noted):
    """Where somebody goes on, and why."""

    to_offering_id = Id("offering", required=True)
    reason_code = Code(TRANSFERS, required=True)


class CorrectEnrolment(Noted):
    """What was recorded wrongly, and why it is put right."""

    correction = Code(CORRECTIONS, required=True)
    enrolled_on = Day()
    ended_on = Day()
    reason_code = Code(ENDINGS, metadata={"description": "Of the ending."})


class EnrolmentState(Body):
    """An enrolment as those may see who may see learners."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True, metadata={"description": "The center's."})
    offering_id = Id("offering", required=True)
    program_id = Id("program", required=True)
    center_id = Id("center", required=True)
    learner_id = Id("learner", required=True)
    sex = Code(SEXES, required=True)
    age_band = Code(AGE_BANDS, required=True)
    program_kind = Code(KINDS, required=True)
    field = Code(FIELDS, required=True)
    opened_on = Day(required=True)
    waitlist_position = Whole(1, allow_none=True, metadata={"description": "When the waiting line was joined."})
    enrolled_on = Day(allow_none=True)
    ended_on = Day(allow_none=True)
    reason_code = Code(ENDINGS, allow_none=True)
    transferred_from = Id("enrolment", allow_none=True)
    transferred_to = Id("enrolment", allow_none=True)


STATE = {
    "id": ENROLMENT,
    "version": 2,
    "status": "enrolled",
    "area_id": AREA,
    "offering_id": OFFERING,
    "program_id": PROGRAM,
    "center_id": CENTER,
    "learner_id": LEARNER,
    "sex": "female",
    "age_band": "25-64",
    "program_kind": "income_generating",
    "field": "0214",
    "opened_on": "2026-02-20",
    "waitlist_position": 1,
    "enrolled_on": "2026-02-25",
    "ended_on": None,
    "reason_code": None,
    "transferred_from": None,
    "transferred_to": None,
}
ONE = "/enrolments/{enrolment_id}"
ITS = ("enrolment:enrolment_id",)
NEW = ("offering:offering_id", "learner:learner_id")
MAY = "enrolment.manage"

COMMANDS = (
    Command("apply", "POST", "/offerings/{offering_id}/applications", Apply, "enrolment", MAY, NEW, creates=True,
            summary="Apply for a place", example={"learner_id": LEARNER}),
    Command("enrol", "POST", "/offerings/{offering_id}/enrolments", Enrol, "enrolment", MAY, NEW, creates=True,
            summary="Enrol a learner, or put the learner on the waiting line", example={"learner_id": LEARNER}),
    Command("admit_enrolment", "POST", f"{ONE}/admit", Admit, "enrolment", MAY, ITS,
            summary="Give an applicant or a walk-in a place", example={}),
    Command("refuse_enrolment", "POST", f"{ONE}/refuse", Refuse, "enrolment", MAY, ITS,
            summary="Refuse an applicant, or one who waits", example={"reason_code": "conditions_not_met"}),
    Command("withdraw_enrolment", "POST", f"{ONE}/withdraw", Withdraw, "enrolment", MAY, ITS,
            summary="Note that somebody leaves", example={"reason_code": "moved_away"}),
    Command("complete_enrolment", "POST", f"{ONE}/complete", Nothing, "enrolment", MAY, ITS,
            summary="Note that somebody is through before the others", example={}),
    Command("transfer_enrolment", "POST", f"{ONE}/transfer", Transfer, "enrolment", MAY,
            (*ITS, "offering:to_offering_id"), summary="Let somebody go on in another offering",
            example={"to_offering_id": OTHER_OFFERING, "reason_code": "another_time"}),
    Command("correct_enrolment", "POST", f"{ONE}/correct", CorrectEnrolment, "enrolment", MAY, ITS,
            summary="Put right what was recorded wrongly",
            example={"correction": "wrong_entry", "enrolled_on": "2026-02-24"}),
)  # fmt: skip

KIND = Kind(
    "enrolment",
    "enrolments",
    EnrolmentState,
    (
        "applied",
        "waitlisted",
        "walked-in",
        "enrolled",
        "refused",
        "completed",
        "withdrawn",
        "transferred",
        "corrected",
        "moved",
    ),
    STATE,
    filters=(
        "status",
        "center_id",
        "offering_id",
        "program_id",
        "learner_id",
        "sex",
        "age_band",
        "program_kind",
        "field",
    ),
    shared="approved",
    shared_fields=(
        "id",
        "version",
        "status",
        "area_id",
        "learner_id",
        "sex",
        "age_band",
        "program_kind",
        "field",
        "opened_on",
        "enrolled_on",
        "ended_on",
    ),
)
