"""What can be asked of partners."""

from typing import Any

from services.partnerships.commands.places import areas_above, lineages
from services.partnerships.model import Agreement, Partner
from shared.store import Work

Persons = list[dict[str, str]]


def register_partner(work: Work, *, area_id: str | None, area_ids: list[str], **described: Any) -> Partner:
    """Enter an organisation among the partners."""
    areas = _areas(work, area_id, area_ids)
    return work.add(Partner.register(id=work.new_id(), area_id=area_id, areas=areas, at=work.now, **described))


def revise_partner(work: Work, *, partner_id: str, **described: Any) -> Partner:
    """Describe a partner anew."""
    partner = work.get(Partner, partner_id)
    partner.revise(at=work.now, **described)
    return partner


def correct_partner(work: Work, *, partner_id: str, reason: str, **changes: Any) -> Partner:
    """Put right what was recorded wrongly."""
    partner = work.get(Partner, partner_id)
    partner.correct(at=work.now, reason=reason, changes=changes)
    return partner


def place_partner(work: Work, *, partner_id: str, area_id: str | None, area_ids: list[str], reason: str) -> Partner:
    """Say anew where a partner works."""
    partner = work.get(Partner, partner_id)
    partner.place(area_id=area_id, areas=_areas(work, area_id, area_ids), at=work.now, reason=reason)
    return partner


def verify_partner(work: Work, *, partner_id: str) -> Partner:
    """Note that an organisation is what it says it is."""
    partner = work.get(Partner, partner_id)
    partner.verify(at=work.now)
    return partner


def deactivate_partner(work: Work, *, partner_id: str, reason: str) -> Partner:
    """End the work with a partner."""
    partner = work.get(Partner, partner_id)
    agreements = work.find(Agreement, partner_id=partner_id)
    in_force = [agreement.id for agreement in agreements if agreement.status in Agreement.IN_FORCE]
    partner.deactivate(in_force=in_force, at=work.now, reason=reason)
    return partner


def reactivate_partner(work: Work, *, partner_id: str, reason: str) -> Partner:
    """Take up the work with a partner again."""
    partner = work.get(Partner, partner_id)
    partner.reactivate(at=work.now, reason=reason)
    return partner


def name_contact_persons(work: Work, *, partner_id: str, contact_persons: Persons) -> Partner:
    """Name those whom one talks to at a partner."""
    partner = work.get(Partner, partner_id)
    partner.name_contact_persons(contact_persons, at=work.now)
    return partner


def read_contact_persons(work: Work, *, partner_id: str, reason: str) -> Partner:  # noqa: ARG001 (the journal keeps it)
    """Tell those whom one talks to at a partner; who asked, and what for, stays in the journal."""
    partner = work.get(Partner, partner_id)
    work.tell(contact_persons=work.unseal(partner).get("contact_persons", []))
    return partner


def forget_contact_persons(work: Work, *, partner_id: str, reason: str) -> Partner:
    """Destroy what is known of those whom one talks to at a partner."""
    partner = work.get(Partner, partner_id)
    partner.forget_contact_persons(at=work.now, reason=reason)
    work.erase(partner)
    return partner


def _areas(work: Work, area_id: str | None, area_ids: list[str]) -> dict[str, set[str]]:
    areas_above(work, area_id, "area_id")
    return lineages(work, area_ids, "area_ids")
