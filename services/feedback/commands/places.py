"""Where needs, meetings and cases stand: centers and areas of the registry, as far as they are known here."""

import re
from typing import Any

from shared.errors import Conflict
from shared.store import Work

COUNTRY = re.compile(r"[A-Z]{2}")  # the code of the area at the top, if that is the country (ISO 3166-1)
AT_WORK = frozenset({"registered", "active", "dormant"})
NOWHERE: dict[str, Any] = {
    "center_id": None, "home_id": None, "district_id": None, "region_id": None, "stands": True, "country": None,
}  # fmt: skip
Place = dict[str, Any]


class CenterEnded(Conflict):
    """A center that has ended begins nothing new."""

    text = "The center {id} is {status}."
    remedy = "Name a center that goes on."


def open_center(work: Work, center_id: str) -> dict[str, Any]:
    """The center, unless it has ended."""
    center = work.known("center", center_id, field="center_id")
    if center["status"] in {"closed", "merged"}:
        raise CenterEnded("center_id", id=center_id, status=center["status"])
    return center


def successor(work: Work, center_id: str) -> tuple[str, dict[str, Any]]:
    """The center that goes on in the place of this one, with its id: itself, unless it was merged."""
    center = work.known("center", center_id, field="center_id")
    while center["status"] == "merged":
        center_id = center["merged_into"]
        center = work.known("center", center_id)
    return center_id, center


def place_of(work: Work, center_id: str | None) -> Place:
    """Where a case about a center lies; its region is the topmost area below the country, its district the next."""
    if center_id is None:
        return {**NOWHERE, "country": work.country}
    center_id, center = successor(work, center_id)
    above = areas_above(work, center["area_id"])
    country = COUNTRY.fullmatch(str(above[-1][1]))
    below = [id_ for id_, _ in above[: -1 if country and len(above) > 1 else None]]
    return {
        "center_id": center_id,
        "home_id": center["area_id"],
        "district_id": below[-2] if len(below) > 1 else below[-1],
        "region_id": below[-1],
        "stands": center["status"] in AT_WORK,
        "country": work.country,
    }


def areas_above(work: Work, area_id: str | None) -> list[tuple[str, Any]]:
    """Ids and codes of an area and of all that it lies in, the topmost last."""
    above: dict[str, Any] = {}
    while area_id and area_id not in above:
        area = work.known("area", area_id)
        above[area_id] = area.get("code")
        area_id = area.get("parent_id")
    return list(above.items())
