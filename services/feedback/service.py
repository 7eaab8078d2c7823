"""Feedback: needs, meetings and decisions, cases. A table of contents."""

from services.feedback import reactions
from services.feedback.commands import cases, clock, confidential, meetings, needs, people
from services.feedback.contract import CONTRACT
from services.feedback.model import Case, Decision, Meeting, Need, Support
from shared.entrypoints import Service, command, on


class Feedback(Service):
    """What the community says, decides and learns."""

    name = "feedback"
    contract = CONTRACT
    aggregates = (Need, Support, Meeting, Decision, Case)
    knows = {  # noqa: RUF012 (read once, by the base class)
        "registry.center": ("status", "area_id", "code", "name", "merged_into"),
        "registry.area": ("area_id", "parent_id", "code"),
    }

    raise_need = command(needs.raise_need)
    validate_need = command(needs.validate_need)
    prioritize_need = command(needs.prioritize_need)
    decline_need = command(needs.decline_need)
    correct_need = command(needs.correct_need)
    support_need = command(needs.support_need)
    count_support = command(needs.count_support)

    convene_meeting = command(meetings.convene_meeting)
    hold_meeting = command(meetings.hold_meeting)
    minute_meeting = command(meetings.minute_meeting)
    cancel_meeting = command(meetings.cancel_meeting)
    correct_meeting = command(meetings.correct_meeting)
    disclose_minutes = command(meetings.disclose_minutes)
    record_decision = command(meetings.record_decision)
    act_on_decision = command(meetings.act_on_decision)
    correct_decision = command(meetings.correct_decision)

    receive_case = command(people.receive_case)
    check_case = command(people.check_case)
    rate_case = command(people.rate_case)
    withdraw_case = command(people.withdraw_case)
    appeal_case = command(people.appeal_case)

    acknowledge_case = command(cases.acknowledge_case)
    triage_case = command(cases.triage_case)
    mark_case_sensitive = command(cases.mark_case_sensitive)
    review_case = command(cases.review_case)
    extend_case = command(cases.extend_case)
    resolve_case = command(cases.resolve_case)
    reopen_case = command(cases.reopen_case)
    close_appreciation = command(cases.close_appreciation)
    rule_out_case = command(cases.rule_out_case)
    join_case = command(cases.join_case)
    refer_case = command(cases.refer_case)
    correct_case = command(cases.correct_case)
    disclose_case = command(cases.disclose_case)
    disclose_submitter = command(cases.disclose_submitter)

    list_sensitive_cases = command(confidential.list_sensitive_cases)
    disclose_sensitive_case = command(confidential.disclose_sensitive_case)
    acknowledge_sensitive_case = command(confidential.acknowledge_sensitive_case)
    triage_sensitive_case = command(confidential.triage_sensitive_case)
    review_sensitive_case = command(confidential.review_sensitive_case)
    refer_sensitive_case = command(confidential.refer_sensitive_case)
    resolve_sensitive_case = command(confidential.resolve_sensitive_case)
    rule_out_sensitive_case = command(confidential.rule_out_sensitive_case)
    close_sensitive_case = command(confidential.close_sensitive_case)

    escalate_due_cases = command(clock.escalate_due_cases)
    close_unanswered = command(clock.close_unanswered)

    program_approved = on("programs.program.approved", reactions.plan_needs)
    offering_completed = on("programs.offering.completed", reactions.answer_needs)
    center_suspended = on("registry.center.suspended", reactions.follow_center)
    center_reopened = on("registry.center.reopened", reactions.follow_center)
    center_closed = on("registry.center.closed", reactions.follow_center)
    center_merged = on("registry.center.merged", reactions.follow_center)
    center_corrected = on("registry.center.corrected", reactions.follow_center)
