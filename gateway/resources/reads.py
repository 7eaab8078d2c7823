"""One kind of aggregate: by id, and as lists with filters, cursors and a text search."""

import base64
import re
from typing import Any

import falcon
import orjson

from gateway.access import PUBLIC, Caller
from gateway.catalog import path_of
from gateway.platform import Platform
from gateway.resources.bodies import ParameterInvalid, ParameterUnknown, is_held, query_of, whole
from gateway.resources.filters import filters_of, value_of
from gateway.views.fresh import shown
from shared.contract import UUID, Kind
from shared.errors import Forbidden, NotFound

Document = dict[str, Any]
PAGE, MOST = 50, 500
GEOJSON = "application/geo+json"


class One:
    """An aggregate by its id."""

    def __init__(self, platform: Platform, kind: Kind) -> None:
        self._platform = platform
        self._kind = kind
        self._permission = f"{kind.name}.read"

    def on_get(self, req: falcon.Request, resp: falcon.Response, **path: str) -> None:
        """Its newest state, as far as the caller may see it."""
        (id,) = path.values()  # noqa: A001
        query_of(req, ())
        caller = self._platform.caller(req.get_header("Authorization"))
        state = self._platform.find(self._kind.name, id) if UUID.match(id) else None
        fields = visible(self._platform, self._kind, caller, state, id[:80])
        assert state is not None  # noqa: S101
        resp.set_header("ETag", f'"{state["version"]}"')
        if is_held(req, str(state["version"])):
            resp.status = 304
            return
        resp.data = orjson.dumps(state if fields is None else {name: state.get(name) for name in fields})


class Many:
    """A list of aggregates."""

    def __init__(self, platform: Platform, kind: Kind) -> None:
        self._platform = platform
        self._kind = kind
        self._filters = filters_of(kind)
        self.parameters = (*self._filters, "area", "q", "after", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """A page, newest known state of each, with the way to the next."""
        asked = query_of(req, self.parameters)
        caller = self._platform.caller(req.get_header("Authorization"))
        limit = whole(asked, "limit", PAGE, MOST)
        query, fields = self._query(caller, asked)
        mask = dict.fromkeys(("_id" if name == "id" else name for name in fields), 1) if fields else None
        found = list(self._platform.database[self._kind.name].find(query, mask).sort("_id").limit(limit + 1))
        items = [shown(document) for document in found[:limit]]
        following = cursor(found[limit - 1]["_id"]) if len(found) > limit else None
        if following:
            resp.append_link(f"{path_of(self._kind)}?{_again(asked, following)}", "next")
        if GEOJSON in (req.get_header("Accept") or "") and "point" in self._kind.state._declared_fields:  # noqa: SLF001
            resp.content_type = GEOJSON
            resp.data = orjson.dumps(features(items))
        else:
            resp.data = orjson.dumps({"items": items, "next": following, "as_of": self._as_of()})

    def _query(self, caller: Caller, asked: dict[str, str]) -> tuple[Document, tuple[str, ...] | None]:
        clauses: list[Document] = []
        where, fields = scope_of(self._platform, self._kind, caller)
        clauses += [where] if where else []
        for name, field in self._filters.items():
            if name in asked:
                if fields is not None and name not in fields:  # what may not be seen may not be found out by filtering either
                    raise ParameterUnknown(name, name=name, known=", ".join(one for one in self.parameters if one in fields))
                clauses.append({name: value_of(field, name, asked[name])})
        if "area" in asked:
            clauses.append({"area_id": {"$in": self._platform.areas.below(area_named(self._platform, asked["area"]))}})
        if "q" in asked:
            clauses.append({"_text": {"$regex": re.escape(asked["q"].casefold()[:200])}})
        if "after" in asked:
            clauses.append({"_id": {"$gt": position(asked["after"])}})
        return ({"$and": clauses} if clauses else {}), fields

    def _as_of(self) -> str | None:
        marks = self._platform.database["marks"].find({"as_of": {"$exists": True}}, {"as_of": 1})
        return max((mark["as_of"] for mark in marks), default=None)


def visible(platform: Platform, kind: Kind, caller: Caller, state: Document | None, id: str) -> tuple[str, ...] | None:  # noqa: A002
    """The fields that the caller may see of a thing; None for all.

    Raises:
        NotFound: there is no such thing, or not for this caller.
    """
    permission = f"{kind.name}.read"
    if caller.grants_for(permission):
        try:
            platform.admit(caller, permission, kind=kind.name, id=id, state=state)
        except NotFound:
            if not kind.public:
                raise
        else:
            if state is None:
                raise NotFound(kind=kind.name, id=id)
            return None
    elif not kind.public:
        if caller is PUBLIC:
            platform.caller("Bearer")
        raise Forbidden
    if state is None:
        raise NotFound(kind=kind.name, id=id)
    return kind.public


def scope_of(platform: Platform, kind: Kind, caller: Caller) -> tuple[Document, tuple[str, ...] | None]:
    """The condition and the fields under which the caller may list a kind."""
    grants = caller.grants_for(f"{kind.name}.read")
    if any(grant.national for grant in grants):
        return {}, None
    if kind.public:
        return {}, kind.public
    if not grants:
        if caller is PUBLIC:
            platform.caller("Bearer")
        raise Forbidden
    either: list[Document] = []
    for grant in grants:
        if grant.center:
            either.append({"center_id": grant.center} | ({"held_by": "center"} if kind.name == "case" else {}))
        elif grant.partner:
            either.append({"_id" if kind.name == "partner" else "partner_id": grant.partner})
        elif grant.area:
            either.append({"area_id": {"$in": platform.areas.below(grant.area)}})
    return {"$or": either}, None


def area_named(platform: Platform, told: str) -> str:
    """The id of an area that is named by its id or code."""
    found = told if UUID.match(told) else platform.areas.by_code(told)
    if not found:
        raise ParameterInvalid("area", name="area", value=told[:40], wanted="the id or the code of an area")
    return found


def cursor(id: str) -> str:  # noqa: A002
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(id.encode()).decode().rstrip("=")


def position(told: str) -> str:
    """The id behind a cursor."""
    try:
        found = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except ValueError:
        found = ""
    if not UUID.match(found):
        raise ParameterInvalid("after", name="after", value=told[:40], wanted="the value of next from a page of this list")
    return found


def features(items: list[Document]) -> Document:
    """A GeoJSON feature collection (RFC 7946) of things with a point."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": item["id"],
                "geometry": item["point"],
                "properties": {name: value for name, value in item.items() if name != "point"},
            }
            for item in items
            if item.get("point")
        ],
    }


def _again(asked: dict[str, str], following: str) -> str:
    return falcon.to_query_str({**asked, "after": following}, prefix=False)
