"""Centers as people look for them: near a point, and each with all that goes on there."""

from typing import Any

import falcon
import orjson

from gateway.access import Caller
from gateway.catalog import kinds
from gateway.platform import Platform
from gateway.resources.bodies import decimal, query_of, whole
from gateway.resources.reads import GEOJSON, features, visible
from gateway.views.fresh import shown
from shared.contract import UUID
from shared.errors import Refusal

EARTH = 6_378_137  # meters, as MongoDB counts
PARTS = {"offerings": "offering", "agreements": "agreement", "needs": "need", "cases": "case"}


class Nearest:
    """The centers nearest to a point, in a straight line."""

    parameters = ("latitude", "longitude", "limit", "within_km", "status")

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Nearest first, each with its distance in kilometers."""
        asked = query_of(req, self.parameters)
        here = [decimal(asked, "longitude", -180, 180), decimal(asked, "latitude", -90, 90)]
        near = {
            "near": {"type": "Point", "coordinates": here},
            "distanceField": "_meters",
            "maxDistance": whole(asked, "within_km", 1000, 20_000) * 1000,
            "query": {"status": asked.get("status", "active")},
        }
        limit = whole(asked, "limit", 10, 100)
        public = dict.fromkeys((*kinds()["center"][1].public, "_meters"), 1)
        found = self._platform.database["center"].aggregate([{"$geoNear": near}, {"$limit": limit}, {"$project": public}])
        items = [{**shown(one), "distance_km": round(one["_meters"] / 1000, 3)} for one in found]
        if GEOJSON in (req.get_header("Accept") or ""):
            resp.content_type = GEOJSON
            resp.data = orjson.dumps(features(items))
        else:
            resp.data = orjson.dumps({"items": items, "measure": "straight line"})


class Profile:
    """A center with its offerings, agreements, needs and cases."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def on_get(self, req: falcon.Request, resp: falcon.Response, center_id: str) -> None:
        """All of it in one query; the parts that the caller may not read are left out."""
        query_of(req, ())
        caller = self._platform.caller(req.get_header("Authorization"))
        named = self._platform.database.named
        lookups = [
            {"$lookup": {"from": named(kind), "localField": "_id", "foreignField": "center_id", "as": part}}
            for part, kind in PARTS.items()
            if caller.grants_for(f"{kind}.read")
        ]
        sign = {"$lookup": {"from": named("vitality"), "localField": "_id", "foreignField": "_id", "as": "vitality"}}
        asked = [{"$match": {"_id": center_id}}, *lookups, sign]
        found = list(self._platform.database["center"].aggregate(asked)) if UUID.match(center_id) else []
        center = shown(found[0]) if found else self._platform.find("center", center_id) if UUID.match(center_id) else None
        fields = visible(self._platform, kinds()["center"][1], caller, center, center_id[:80])
        assert center is not None  # noqa: S101
        parts = {part: [shown(one) for one in center.pop(part, [])] for part in PARTS}
        life = [shown(one) for one in center.pop("vitality", [])]
        told = center if fields is None else {name: center.get(name) for name in fields}
        answer: dict[str, Any] = {"center": told, "vitality": life[0] if life and fields is None else None}
        if fields is None:
            answer |= {part: these for part, these in parts.items() if self._may_read(caller, PARTS[part], center)}
        resp.data = orjson.dumps(answer)

    def _may_read(self, caller: Caller, kind: str, center: dict[str, Any]) -> bool:
        try:
            self._platform.admit(caller, f"{kind}.read", kind="center", id=center["id"], state=center)
        except Refusal:
            return False
        return True
