"""Reads of a kind of aggregate as operations: one by its id, and the list."""

from typing import Any

from marshmallow import fields

from gateway.openapi.answers import TEXT, answer, problems
from gateway.openapi.commands import path_parameters
from gateway.openapi.schemas import Schemas
from gateway.resources.filters import filters_of
from gateway.resources.reads import GEOJSON, MOST, PAGE
from shared.contract import Kind

Json = dict[str, Any]
OPTIONAL: list[Json] = [{}, {"bearer": []}]  # a token shows more
AS_OF: Json = {"type": ["string", "null"], "format": "date-time", "description": "Up to when facts are counted in."}
FEATURES: Json = {
    "description": "A GeoJSON feature collection (RFC 7946); what has no point is left out.",
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string", "format": "uuid"},
                    "geometry": {"$ref": "#/components/schemas/Point"},
                    "properties": {"type": "object"},
                },
            },
        },
    },
}
NOT_MODIFIED: Json = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag that you hold; if it is still the newest, the answer is 304 without a body.",
    "schema": TEXT,
    "example": '"3"',
}
PARAMETERS: dict[str, Json] = {
    "area": {"description": "Id or code of an area: only what lies in it or below it.", "schema": TEXT},
    "q": {"description": "Text to look for in names and titles, in any language.", "schema": TEXT},
    "after": {"description": "The value of `next` from the page before.", "schema": TEXT},
    "limit": {
        "description": "Things on a page.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE},
    },
}


def one(schemas: Schemas, service: str, kind: Kind) -> Json:
    """The operation that reads one by its id."""
    return {
        "operationId": f"read_{kind.name}",
        "summary": f"Read one of the {kind.plural.replace('_', ' ')}",
        "tags": [service],
        "parameters": [*path_parameters(f"{{{kind.name}_id}}"), NOT_MODIFIED],
        "responses": {
            "200": answer("Its newest state, as far as the caller may see it.", schemas.state(kind), "ETag"),
            "304": answer("It is what you hold.", None, "ETag"),
            **problems(*{400, 401, 404, 503} | _forbidden(kind)),
        },
    } | _security(kind)


def many(schemas: Schemas, service: str, kind: Kind) -> Json:
    """The operation that lists them."""
    shape = {
        "type": "object",
        "required": ["items", "next", "as_of"],
        "properties": {
            "items": {"type": "array", "items": schemas.state(kind)},
            "next": {"type": ["string", "null"]},
            "as_of": AS_OF,
        },
    }
    page = answer("A page, with the way to the next.", schemas.named(f"{kind.plural}.Page", shape), "Link")
    if "point" in kind.state().fields:
        page["content"] |= {GEOJSON: {"schema": schemas.named("FeatureCollection", FEATURES)}}
    return {
        "operationId": f"list_{kind.plural}",
        "summary": f"List {kind.plural.replace('_', ' ')}",
        "tags": [service],
        "parameters": [*(_filter(schemas, *one) for one in filters_of(kind).items()), *map(parameter, PARAMETERS)],
        "responses": {"200": page, **problems(*{400, 401, 503} | _forbidden(kind))},
    } | _security(kind)


def parameter(name: str, **more: Any) -> Json:
    """A parameter of the query."""
    return {"name": name, "in": "query", "required": False, **PARAMETERS.get(name, {}), **more}


def _filter(schemas: Schemas, name: str, field: fields.Field[Any]) -> Json:
    shape = schemas.value(field)
    return parameter(name, description=shape.pop("description", f"Only those with this `{name}`."), schema=shape)


def _forbidden(kind: Kind) -> set[int]:
    return set() if kind.public else {403}


def _security(kind: Kind) -> Json:
    return {"security": OPTIONAL} if kind.public else {}
