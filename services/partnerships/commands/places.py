"""Where partners, agreements and contributions stand: the areas and centers of the registry, as far as they are known here."""

from collections.abc import Iterable
from typing import Any

from services.partnerships.model import Partner
from services.partnerships.model.scope import Scope, ScopeTooWide
from shared.errors import Conflict
from shared.store import Work

Place = dict[str, Any]


class CenterEnded(Conflict):
    """A center that has ended takes part in nothing new."""

    text = "The center {id} is {status}."
    remedy = "Name a center that goes on."


class AreaRetired(Conflict):
    """A retired area takes part in nothing new."""

    text = "The area {id} is retired."
    remedy = "Name the area that took its place."


def open_center(work: Work, center_id: str) -> Place:
    """The center, unless it has ended."""
    center = work.known("center", center_id, field="center_id")
    if center["status"] in {"closed", "merged"}:
        raise CenterEnded("center_id", id=center_id, status=center["status"])
    return center


def areas_above(work: Work, area_id: str | None, field: str | None = None) -> set[str]:
    """The ids of an area and of all that it lies in; the area itself must not be retired."""
    above: set[str] = set()
    while area_id and area_id not in above:
        area = work.known("area", area_id, field=field)
        if not above and area["status"] == "retired":
            raise AreaRetired(field, id=area_id)
        above.add(area_id)
        area_id = area.get("parent_id")
    return above


def lineages(work: Work, area_ids: Iterable[str], field: str | None = None) -> dict[str, set[str]]:
    """Areas by id, each with its own id and those above it."""
    return {area_id: areas_above(work, area_id, field) for area_id in area_ids}


def refuse_elsewhere(work: Work, partner: Partner, area_id: str) -> None:
    """Refuse an area in which the partner does not work."""
    partner.work_in(area_id, areas=lineages(work, [area_id, *partner.reach]))


def refuse_wide(work: Work, scope: Scope | None, party: Place) -> None:
    """Refuse a data scope that names areas outside the agreement's party."""
    for area_id, above in lineages(work, (scope or {}).get("area_ids", []), "data_scope.area_ids").items():
        if party["kind"] != "ministry" and party["id"] not in above:
            raise ScopeTooWide("data_scope.area_ids", area=area_id)
