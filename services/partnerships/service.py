"""Partnerships: partners, agreements, contributions, subscriptions. A table of contents."""

from services.partnerships import reactions
from services.partnerships.commands import agreement, contribution, partner, subscription
from services.partnerships.contract import CONTRACT
from services.partnerships.model import Agreement, Contribution, Partner, Subscription
from shared.entrypoints import Service, command, on


class Partnerships(Service):
    """Who helps."""

    name = "partnerships"
    contract = CONTRACT
    aggregates = (Partner, Agreement, Contribution, Subscription)
    knows = {  # noqa: RUF012 (read once, by the base class)
        "registry.center": ("status", "area_id", "merged_into"),
        "registry.area": ("status", "area_id", "parent_id"),
    }

    register_partner = command(partner.register_partner)
    revise_partner = command(partner.revise_partner)
    correct_partner = command(partner.correct_partner)
    place_partner = command(partner.place_partner)
    verify_partner = command(partner.verify_partner)
    deactivate_partner = command(partner.deactivate_partner)
    reactivate_partner = command(partner.reactivate_partner)
    name_contact_persons = command(partner.name_contact_persons)
    read_contact_persons = command(partner.read_contact_persons)
    forget_contact_persons = command(partner.forget_contact_persons)

    propose_agreement = command(agreement.propose_agreement)
    propose_agreement_with_center = command(agreement.propose_agreement_with_center)
    propose_agreement_with_area = command(agreement.propose_agreement_with_area)
    revise_agreement = command(agreement.revise_agreement)
    negotiate_agreement = command(agreement.negotiate_agreement)
    sign_agreement = command(agreement.sign_agreement)
    activate_agreement = command(agreement.activate_agreement)
    note_expiring = command(agreement.note_expiring)
    renew_agreement = command(agreement.renew_agreement)
    suspend_agreement = command(agreement.suspend_agreement)
    resume_agreement = command(agreement.resume_agreement)
    end_agreement = command(agreement.end_agreement)
    end_due = command(agreement.end_due)
    rescope_agreement = command(agreement.rescope_agreement)
    approve_people = command(agreement.approve_people)
    withdraw_people = command(agreement.withdraw_people)
    correct_agreement = command(agreement.correct_agreement)

    pledge_contribution = command(contribution.pledge_contribution)
    pledge_as_partner = command(contribution.pledge_as_partner)
    confirm_contribution = command(contribution.confirm_contribution)
    receive_contribution = command(contribution.receive_contribution)
    use_contribution = command(contribution.use_contribution)
    acknowledge_contribution = command(contribution.acknowledge_contribution)
    cancel_contribution = command(contribution.cancel_contribution)
    correct_contribution = command(contribution.correct_contribution)

    open_subscription = command(subscription.open_subscription)
    revise_subscription = command(subscription.revise_subscription)
    rotate_secret = command(subscription.rotate_secret)
    challenge_endpoint = command(subscription.challenge_endpoint)
    ping_subscription = command(subscription.ping_subscription)
    replay_subscription = command(subscription.replay_subscription)
    pause_subscription = command(subscription.pause_subscription)
    resume_subscription = command(subscription.resume_subscription)
    end_subscription = command(subscription.end_subscription)

    center_suspended = on("registry.center.suspended", reactions.follow_center)
    center_reopened = on("registry.center.reopened", reactions.follow_center)
    center_closed = on("registry.center.closed", reactions.follow_center)
    center_merged = on("registry.center.merged", reactions.follow_center)
    center_corrected = on("registry.center.corrected", reactions.follow_center)
