"""The nation at a glance, from the roll-ups."""

from collections import defaultdict
from typing import Any

import falcon
import orjson

from gateway.platform import Platform
from gateway.resources.bodies import query_of
from gateway.resources.reads import area_named
from shared.errors import Forbidden

Counts = dict[str, Any]


class Overview:
    """Counts of everything, for the country or an area, and for each area of the first level below it."""

    parameters = ("area",)

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """One query over the roll-ups, summed along today's tree of areas."""
        asked = query_of(req, self.parameters)
        caller = self._platform.caller(req.get_header("Authorization"))
        grants = caller.grants_for("overview.read")
        if not grants:
            self._platform.caller(req.get_header("Authorization") or "Bearer")
            raise Forbidden
        areas = self._platform.areas
        wanted = {area_named(self._platform, asked["area"])} if "area" in asked else None
        allowed = None if any(g.national for g in grants) else {b for g in grants if g.area for b in areas.below(g.area)}
        within = None if wanted is None else {below for top in wanted for below in areas.below(top)}
        seen = within if allowed is None else allowed if within is None else within & allowed
        cells = list(
            self._platform.database["cells"].find({"n": {"$ne": 0}} | ({} if seen is None else {"area": {"$in": list(seen)}}))
        )
        resp.data = orjson.dumps(
            {"total": counts(cells), "areas": self._by_area(cells, asked.get("area")), "as_of": self._as_of()}
        )

    def _by_area(self, cells: list[dict[str, Any]], within: str | None) -> list[Counts]:
        tops = self._platform.areas.parts(area_named(self._platform, within) if within else None)
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for cell in cells:
            if cell["area"] in tops:
                grouped[tops[cell["area"]]].append(cell)
        named = {
            a["_id"]: a for a in self._platform.database["area"].find({"_id": {"$in": list(grouped)}}, {"code": 1, "name": 1})
        }
        rows = [
            {"area_id": top, "code": named[top]["code"], "name": named[top]["name"], **counts(these)}
            for top, these in grouped.items()
            if top in named
        ]
        return sorted(rows, key=lambda row: row["code"])

    def _as_of(self) -> str | None:
        marks = self._platform.database["marks"].find({"as_of": {"$exists": True}}, {"as_of": 1})
        return max((mark["as_of"] for mark in marks), default=None)


def counts(cells: list[dict[str, Any]]) -> Counts:
    """Cells summed: ``{measure: {first: n}}`` or, with two dimensions, ``{measure: {first: {second: n}}}``."""
    summed: Counts = {}
    for cell in cells:
        measure = summed.setdefault(cell["measure"], {})
        if cell["second"] or cell["measure"] == "cases":  # a case that is veiled counts without its kind
            below = measure.setdefault(cell["first"], {})
            below[cell["second"]] = below.get(cell["second"], 0) + cell["n"]
        else:
            measure[cell["first"]] = measure.get(cell["first"], 0) + cell["n"]
    return summed
