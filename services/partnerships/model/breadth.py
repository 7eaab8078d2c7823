"""How much a subscription may ask for: no more than its agreement opens. The lists that it leaves empty narrow nothing."""

from collections.abc import Iterable
from typing import Any, Protocol

from services.partnerships.model.agreement import Agreement
from services.partnerships.model.scope import PeopleNotApproved, people_in
from shared.errors import Conflict, Forbidden


class BeyondScope(Forbidden):
    """A subscription asked for something that its agreement does not open."""

    text = "{asked} is beyond what the agreement opens: {opened}."
    remedy = "Ask for what is opened, or have the agreement's data scope changed first."


class NothingOpened(Conflict):
    """An agreement without a data scope shares no facts."""

    text = "The agreement has no data scope, so it opens no facts."
    remedy = "Have a data scope agreed first."


class PersonsNotNarrowed(Forbidden):
    """A filter finer than the district would tell where a person learns."""

    text = "Facts about single persons are told by district, and not by center or program."
    remedy = "Leave the centers and programs out, or subscribe to person-level types apart from the others."


class Asked(Protocol):
    """What a subscription asks for."""

    event_types: list[str]
    area_ids: list[str]
    center_ids: list[str]
    program_ids: list[str]
    field_names: list[str]


def refuse_beyond(agreement: Agreement, asked: Asked) -> None:
    """Refuse whatever an agreement does not open. Areas are held against its own with their tree, by the use case."""
    scope = agreement.data_scope
    if scope is None:
        raise NothingOpened
    for type_ in asked.event_types:
        if not any(type_ == one or type_.startswith(f"{one}.") for one in scope["event_types"]):
            raise BeyondScope("event_types", asked=type_, opened=_listed(scope["event_types"]))
    for name in asked.field_names:
        if name not in scope["field_names"]:
            raise BeyondScope("field_names", asked=name, opened=_listed(scope["field_names"]))
    _refuse_people(agreement, asked)


def refuse_outside(agreement: Agreement, areas: dict[str, set[str]], centers: dict[str, set[str]]) -> None:
    """Refuse areas and centers outside. Both come by id, each with its own area and all above that."""
    opened = set((agreement.data_scope or {}).get("area_ids", []))
    party = agreement.party
    for area, above in areas.items():
        if party["kind"] == "center" or (party["kind"] == "area" and party["id"] not in above) or _misses(opened, above):
            raise BeyondScope("area_ids", asked=area, opened=_listed(opened or [party["id"] or "ministry"]))
    for center, above in centers.items():
        if not agreement.covers(center, above) or _misses(opened, above):
            raise BeyondScope("center_ids", asked=center, opened=_listed(opened or [party["id"] or "ministry"]))


def _refuse_people(agreement: Agreement, asked: Any) -> None:
    people = people_in({"event_types": asked.event_types})
    if people and not agreement.people_approved_by_ministry:
        raise PeopleNotApproved("event_types", types=", ".join(people))
    if people and (asked.center_ids or asked.program_ids):
        raise PersonsNotNarrowed("event_types")


def _misses(opened: set[str], above: set[str]) -> bool:
    return bool(opened) and opened.isdisjoint(above)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
