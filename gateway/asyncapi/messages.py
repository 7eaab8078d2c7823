"""Each type of event as a message: a CloudEvent with the data of its kind."""

from typing import Any

from gateway.asyncapi.data import data_of
from gateway.asyncapi.examples import example
from gateway.catalog import Told
from gateway.openapi.schemas import Schemas
from shared.envelope import CONTENT_TYPE

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
UUID: Json = {"type": "string", "format": "uuid"}
PERSONS = "person-level"  # the tag of types that tell of single persons
NEEDS = (
    "Tells of single persons: it comes only where the agreement names this kind and the ministry has approved it, with age "
    "band, sex and district at the finest."
)
ENVELOPE: Json = {
    "description": "CloudEvents 1.0 in structured JSON. Attributes without a value are left out, and there may be others.",
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {**TEXT, "description": "Names the fact: the same in every way of receiving, and when it comes again."},
        "source": {**TEXT, "format": "uri-reference", "description": "The service that tells it."},
        "type": TEXT,
        "subject": {**UUID, "description": "The id of what it is about."},
        "time": {**TEXT, "format": "date-time", "description": "When it happened, in UTC."},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {**TEXT, "format": "uri", "description": "Where the JSON Schema of `data` is read."},
        "version": {"type": "integer", "description": "Of what it is about; of two facts the one with the higher is the newer."},
        "area": {**UUID, "description": "The area that it belongs to."},
    },
}


def message(schemas: Schemas, told: Told) -> Json:
    """The message of a type, with its example."""
    words = f"{told.kind.name} {told.name}".replace("-", " ")
    fixed = {
        "source": {"const": f"/{told.service}"},
        "type": {"const": told.type},
        "data": schemas.named(f"{told.service}.{told.kind.name}", data_of(schemas, told.kind, told.kind.shared_fields)),
    }
    shown: Json = {
        "name": told.type,
        "title": words.capitalize(),
        "contentType": CONTENT_TYPE,
        "tags": [{"name": told.service}, {"name": told.kind.name}],
        "payload": {"allOf": [schemas.named("CloudEvent", ENVELOPE), {"type": "object", "properties": fixed}]},
        "examples": [{"name": told.name, "payload": example(told)}],
    }
    if told.kind.shared == "approved":
        shown |= {"description": NEEDS, "tags": [*shown["tags"], {"name": PERSONS}]}
    return shown
