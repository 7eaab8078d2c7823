"""The JSON Schema (2020-12) of the data of one type of event: what its `dataschema` leads to."""

from typing import Any

from gateway.asyncapi.data import data_of, opened, rewritten
from gateway.asyncapi.examples import data_example
from gateway.catalog import Told
from gateway.openapi.schemas import Schemas
from shared.envelope import schema_path

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WITHIN, DEFINED = "#/components/schemas/", "#/$defs/"


def schema(told: Told) -> Json:
    """The schema, with all that it refers to and an example."""
    schemas = Schemas()
    data = data_of(schemas, told.kind)
    whole = {
        "$schema": DIALECT,
        "$id": schema_path(told.type, told.kind.version),
        "title": told.type,
        **data,
        "examples": [data_example(told)],
        "$defs": schemas.all(),
    }
    return {**whole, **rewritten({name: whole[name] for name in ("properties", "$defs")}, _within)}


def _within(node: Json) -> Json:
    """An object that refuses no field and refers to what stands in the schema itself."""
    target = node.get("$ref")
    return {**opened(node), "$ref": target.replace(WITHIN, DEFINED)} if isinstance(target, str) else opened(node)
