"""Programs: what is learnt and done. A table of contents."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from services.programs import commands, reactions
from services.programs.contract import CONTRACT
from services.programs.model import Enrolment, Learner, Offering, Program, Session
from shared.entrypoints import Service, command, on


class Programs(Service):
    """What is learnt and done."""

    name = "programs"
    contract = CONTRACT
    aggregates = (Program, Offering, Session, Learner, Enrolment)
    knows: ClassVar[Mapping[str, Sequence[str]]] = {
        "registry.area": ("status",),
        "registry.center": ("status", "area_id", "merged_into"),
        "partnerships.agreement": ("status", "area_id", "center_id"),
        "feedback.need": ("status", "area_id", "center_id"),
        "feedback.decision": ("status", "area_id", "center_id", "concerns", "subject_id", "accepted", "quorum_met"),
    }

    draft_program = command(commands.draft_program)
    draft_center_program = command(commands.draft_center_program)
    revise_program = command(commands.revise_program)
    correct_program = command(commands.correct_program)
    approve_program = command(commands.approve_program)
    retire_program = command(commands.retire_program)

    plan_offering = command(commands.plan_offering)
    revise_offering = command(commands.revise_offering)
    correct_offering = command(commands.correct_offering)
    open_offering = command(commands.open_offering)
    start_offering = command(commands.start_offering)
    complete_offering = command(commands.complete_offering)
    cancel_offering = command(commands.cancel_offering)

    schedule_session = command(commands.schedule_session)
    revise_session = command(commands.revise_session)
    correct_session = command(commands.correct_session)
    cancel_session = command(commands.cancel_session)
    record_attendance = command(commands.record_attendance)
    record_tally = command(commands.record_tally)

    register_learner = command(commands.register_learner)
    correct_learner = command(commands.correct_learner)
    give_consent = command(commands.give_consent)
    withdraw_consent = command(commands.withdraw_consent)
    erase_learner = command(commands.erase_learner)
    disclose_learner = command(commands.disclose_learner)

    apply = command(commands.apply)
    enrol = command(commands.enrol)
    admit_enrolment = command(commands.admit_enrolment)
    refuse_enrolment = command(commands.refuse_enrolment)
    withdraw_enrolment = command(commands.withdraw_enrolment)
    complete_enrolment = command(commands.complete_enrolment)
    transfer_enrolment = command(commands.transfer_enrolment)
    correct_enrolment = command(commands.correct_enrolment)

    center_suspended = on("registry.center.suspended", reactions.center_stands)
    center_reopened = on("registry.center.reopened", reactions.center_stands)
    center_closed = on("registry.center.closed", reactions.center_stands)
    center_merged = on("registry.center.merged", reactions.center_stands)
    center_activated = on("registry.center.activated", reactions.center_stands)
    center_revived = on("registry.center.revived", reactions.center_stands)
    center_dormant = on("registry.center.dormancy-confirmed", reactions.center_stands)
    center_corrected = on("registry.center.corrected", reactions.center_stands)

    decision_recorded = on("feedback.decision.recorded", reactions.decision_recorded)

    agreement_suspended = on("partnerships.agreement.suspended", reactions.agreement_stands)
    agreement_resumed = on("partnerships.agreement.resumed", reactions.agreement_stands)
    agreement_ended = on("partnerships.agreement.ended", reactions.agreement_stands)
