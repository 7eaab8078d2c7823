"""JSON Schemas of what is no aggregate: batches, the overview, profiles, the rows of imports."""

from typing import Any

from gateway.openapi.answers import TEXT
from gateway.openapi.reads import AS_OF
from gateway.resources.batches import MOST

Json = dict[str, Any]
BINARY: Json = {"description": "The bytes of a file."}
ID: Json = {"type": "string", "format": "uuid"}
COUNT: Json = {"type": "integer"}
BY_DIMENSION: Json = {
    "type": "object",
    "additionalProperties": {"anyOf": [COUNT, {"type": "object", "additionalProperties": COUNT}]},
}
COUNTS: Json = {"description": "By measure and dimension.", "type": "object", "additionalProperties": BY_DIMENSION}
OVERVIEW: Json = {
    "type": "object",
    "required": ["total", "areas", "as_of"],
    "properties": {
        "total": COUNTS,
        "areas": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["area_id", "code", "name"],
                "properties": {"area_id": ID, "code": TEXT, "name": {"type": "object", "additionalProperties": TEXT}},
                "additionalProperties": BY_DIMENSION,
            },
        },
        "as_of": AS_OF,
    },
    "additionalProperties": False,
}
LABELS: Json = {"type": "object", "additionalProperties": TEXT, "description": "By language."}
CODES: Json = {"type": "object", "additionalProperties": LABELS, "description": "By code."}
CODE_LISTS: Json = {
    "type": "object",
    "description": "By service, by list.",
    "additionalProperties": {"type": "object", "additionalProperties": CODES},
}
RESULTS: Json = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "status"],
                "properties": {
                    "id": {"type": ["string", "null"]},
                    "status": {"type": "integer", "description": "As the command alone would be answered."},
                    "body": {"type": "object", "description": "The state, of one that was carried out."},
                    "problem": {"$ref": "#/components/schemas/Problem"},
                },
                "additionalProperties": False,
            },
        }
    },
    "additionalProperties": False,
}
ROWS: Json = {
    "type": "object",
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "required": ["row"], "properties": {"row": COUNT}}},
        "next": {"type": ["integer", "null"]},
    },
    "additionalProperties": False,
}


def batch(names: list[str]) -> Json:
    """The body of a batch of these commands. What is wrong with one is told in its result."""
    item = {
        "type": "object",
        "required": ["id", "command"],
        "properties": {
            "id": {"type": "string", "pattern": "^[!-~]{1,200}$", "description": "Its idempotency key."},
            "command": {"type": "string", "enum": names},
            "path": {"type": "object", "additionalProperties": TEXT, "description": "What its path names."},
            "body": {"type": "object", "description": "As the operation of this name takes it."},
            "new_id": {**ID, "description": "A UUIDv7 for what it makes, chosen by the client."},
        },
        "additionalProperties": False,
    }
    commands = {"type": "array", "minItems": 1, "maxItems": MOST, "items": item}
    return {"type": "object", "required": ["commands"], "properties": {"commands": commands}}


def nearest(center: Json) -> Json:
    """Centers with their distances."""
    properties = {"items": {"type": "array", "items": center}, "measure": {"const": "straight line"}}
    return {"type": "object", "required": ["items", "measure"], "properties": properties, "additionalProperties": False}


def profile(center: Json, vitality: Json, parts: dict[str, Json]) -> Json:
    """A center with all that goes on there."""
    lists = {part: {"type": "array", "items": state} for part, state in parts.items()}
    properties = {"center": center, "vitality": {"anyOf": [vitality, {"type": "null"}]}, **lists}
    return {"type": "object", "required": ["center", "vitality"], "properties": properties, "additionalProperties": False}


def whole(most: int, default: int) -> Json:
    """A whole number from 1 on."""
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def degrees(most: int) -> Json:
    """Degrees of WGS 84."""
    return {"type": "number", "minimum": -most, "maximum": most}
