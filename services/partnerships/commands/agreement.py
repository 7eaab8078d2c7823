"""What can be asked of agreements."""

from typing import Any

from services.partnerships.commands.places import areas_above, open_center, refuse_elsewhere, refuse_wide
from services.partnerships.commands.standing import follow_agreement
from services.partnerships.model import Agreement, Partner
from services.partnerships.model.scope import Scope
from shared.store import Work

Party = dict[str, Any]


def propose_agreement(work: Work, *, partner_id: str, party: Party, **terms: Any) -> Agreement:
    """Put terms on the table: the partner asks, or the ministry for it."""
    partner = work.get(Partner, partner_id, field="partner_id")
    partner.take_part()
    place = _place(work, party)
    if place["area_id"]:
        refuse_elsewhere(work, partner, place["area_id"])
    refuse_wide(work, terms["data_scope"], party)
    return work.add(Agreement.propose(id=work.new_id(), partner_id=partner_id, party=party, at=work.now, **place, **terms))


def propose_agreement_with_center(work: Work, *, center_id: str, partner_id: str, **terms: Any) -> Agreement:
    """Put terms on the table: the center asks."""
    return propose_agreement(work, partner_id=partner_id, party={"kind": "center", "id": center_id}, **terms)


def propose_agreement_with_area(work: Work, *, area_id: str, partner_id: str, **terms: Any) -> Agreement:
    """Put terms on the table: the area asks."""
    return propose_agreement(work, partner_id=partner_id, party={"kind": "area", "id": area_id}, **terms)


def revise_agreement(work: Work, *, agreement_id: str, **terms: Any) -> Agreement:
    """Change the terms before they are signed."""
    agreement = work.get(Agreement, agreement_id)
    refuse_wide(work, terms.get("data_scope"), agreement.party)
    agreement.revise(at=work.now, **terms)
    return agreement


def negotiate_agreement(work: Work, *, agreement_id: str) -> Agreement:
    """Sit down together about a proposal."""
    agreement = work.get(Agreement, agreement_id)
    agreement.negotiate(at=work.now)
    return agreement


def sign_agreement(work: Work, *, agreement_id: str, signed_on: str | None) -> Agreement:
    """Sign the terms as they stand."""
    agreement = work.get(Agreement, agreement_id)
    work.get(Partner, agreement.partner_id).answer_for()
    agreement.sign(on=signed_on or work.today, today=work.today, at=work.now)
    return agreement


def activate_agreement(work: Work, *, agreement_id: str) -> Agreement:
    """Put what is signed into force."""
    agreement = _of_partner_taking_part(work, agreement_id)
    agreement.activate(today=work.today, at=work.now)
    return agreement


def note_expiring(work: Work, *, agreement_id: str) -> Agreement:
    """Note that the end of an agreement is near; the clock's to say."""
    agreement = work.get(Agreement, agreement_id)
    agreement.note_expiring(today=work.today, at=work.now)
    return agreement


def end_due(work: Work, *, agreement_id: str) -> Agreement:
    """End an agreement whose last day has passed; the clock's to say."""
    agreement = work.get(Agreement, agreement_id)
    agreement.end_due(today=work.today, at=work.now)
    return follow_agreement(work, agreement)


def renew_agreement(work: Work, *, agreement_id: str, ends_on: str, reason: str) -> Agreement:
    """Let an agreement run longer."""
    agreement = _of_partner_taking_part(work, agreement_id)
    agreement.renew(ends_on=ends_on, today=work.today, at=work.now, reason=reason)
    return follow_agreement(work, agreement)


def suspend_agreement(work: Work, *, agreement_id: str, reason: str) -> Agreement:
    """Take an agreement out of force for a time."""
    agreement = work.get(Agreement, agreement_id)
    agreement.suspend(at=work.now, reason=reason)
    return follow_agreement(work, agreement)


def resume_agreement(work: Work, *, agreement_id: str, reason: str) -> Agreement:
    """End the suspension of an agreement."""
    agreement = _of_partner_taking_part(work, agreement_id)
    agreement.resume(today=work.today, at=work.now, reason=reason)
    return follow_agreement(work, agreement)


def end_agreement(work: Work, *, agreement_id: str, reason: str) -> Agreement:
    """End an agreement for good."""
    agreement = work.get(Agreement, agreement_id)
    agreement.end(at=work.now, reason=reason)
    return follow_agreement(work, agreement)


def rescope_agreement(work: Work, *, agreement_id: str, data_scope: Scope | None, reason: str) -> Agreement:
    """Open other facts to the partner than were signed."""
    agreement = work.get(Agreement, agreement_id)
    refuse_wide(work, data_scope, agreement.party)
    agreement.rescope(data_scope=data_scope, at=work.now, reason=reason)
    return agreement


def approve_people(work: Work, *, agreement_id: str) -> Agreement:
    """The ministry allows the person-level types of a data scope."""
    agreement = work.get(Agreement, agreement_id)
    agreement.approve_people(at=work.now)
    return agreement


def withdraw_people(work: Work, *, agreement_id: str, reason: str) -> Agreement:
    """The ministry takes that back."""
    agreement = work.get(Agreement, agreement_id)
    agreement.withdraw_people(at=work.now, reason=reason)
    return agreement


def correct_agreement(work: Work, *, agreement_id: str, reason: str, **changes: Any) -> Agreement:
    """Put right what was recorded wrongly."""
    agreement = work.get(Agreement, agreement_id)
    agreement.put_right(today=work.today, at=work.now, reason=reason, changes=changes)
    return agreement


def _of_partner_taking_part(work: Work, agreement_id: str) -> Agreement:
    agreement = work.get(Agreement, agreement_id)
    work.get(Partner, agreement.partner_id).take_part()
    return agreement


def _place(work: Work, party: Party) -> dict[str, str | None]:
    if party["kind"] == "center":
        center = open_center(work, party["id"])
        return {"center_id": party["id"], "area_id": center["area_id"], "center_status": center["status"]}
    areas_above(work, party["id"], "party.id")
    return {"center_id": None, "area_id": party["id"], "center_status": None}
