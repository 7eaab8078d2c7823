"""What can be asked of contributions."""

from typing import Any

from services.partnerships.commands.places import areas_above, open_center, refuse_elsewhere
from services.partnerships.model import Agreement, Contribution, Partner
from shared.store import Work


def pledge_contribution(
    work: Work, *, center_id: str, partner_id: str | None, agreement_id: str | None, pledged_on: str | None, **described: Any
) -> Contribution:
    """Note what a partner or the community promises to a center."""
    center = open_center(work, center_id)
    if partner_id:
        partner = _taking_part(work, partner_id)
        refuse_elsewhere(work, partner, center["area_id"])
    contribution = Contribution.pledge(
        id=work.new_id(),
        area_id=center["area_id"],
        center_id=center_id,
        partner_id=partner_id,
        agreement=work.get(Agreement, agreement_id, field="agreement_id") if agreement_id else None,
        above=areas_above(work, center["area_id"]) if agreement_id else set(),
        pledged_on=pledged_on or work.today,
        today=work.today,
        at=work.now,
        **described,
    )
    return work.add(contribution)


def pledge_as_partner(work: Work, *, partner_id: str, center_id: str, **described: Any) -> Contribution:
    """A partner promises something to a center."""
    return pledge_contribution(work, center_id=center_id, partner_id=partner_id, **described)


def confirm_contribution(work: Work, *, contribution_id: str) -> Contribution:
    """Make a promise firm."""
    contribution = work.get(Contribution, contribution_id)
    if contribution.partner_id:
        _taking_part(work, contribution.partner_id)
    contribution.confirm(at=work.now)
    return contribution


def receive_contribution(work: Work, *, contribution_id: str, received_on: str | None) -> Contribution:
    """Note that what was promised has arrived."""
    contribution = work.get(Contribution, contribution_id)
    contribution.receive(on=received_on or work.today, today=work.today, at=work.now)
    return contribution


def use_contribution(work: Work, *, contribution_id: str, used_on: str | None) -> Contribution:
    """Note that what was received has been put to use."""
    contribution = work.get(Contribution, contribution_id)
    contribution.use(on=used_on or work.today, today=work.today, at=work.now)
    return contribution


def acknowledge_contribution(work: Work, *, contribution_id: str, acknowledged_on: str | None) -> Contribution:
    """Note that the giver was thanked."""
    contribution = work.get(Contribution, contribution_id)
    contribution.acknowledge(on=acknowledged_on or work.today, today=work.today, at=work.now)
    return contribution


def cancel_contribution(work: Work, *, contribution_id: str, reason: str) -> Contribution:
    """Take a promise back."""
    contribution = work.get(Contribution, contribution_id)
    contribution.cancel(at=work.now, reason=reason)
    return contribution


def correct_contribution(work: Work, *, contribution_id: str, reason: str, **changes: Any) -> Contribution:
    """Put right what was recorded wrongly."""
    contribution = work.get(Contribution, contribution_id)
    contribution.put_right(today=work.today, at=work.now, reason=reason, changes=changes)
    return contribution


def _taking_part(work: Work, partner_id: str) -> Partner:
    partner = work.get(Partner, partner_id, field="partner_id")
    partner.take_part()
    return partner
