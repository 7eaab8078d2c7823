"""From marshmallow schemas to JSON Schema: apispec, and what it cannot know of our own fields."""

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.field_converter import DEFAULT_FIELD_MAPPING
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields, validate

from shared.contract import Amount, Kind, Line, PointBody

Json = dict[str, Any]
NAMES: dict[type[Schema], str] = {PointBody: "Point"}
AMOUNT = r"^(?=.*[1-9])[0-9]{1,15}(\.[0-9]{1,2})?$"  # above zero
CONTROL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f"  # control characters
LINE = rf"^[^{CONTROL}]*[^{CONTROL}\s][^{CONTROL}]*$"  # something to read, and none of them


class Converter(OpenAPIConverter):
    """Knows our fields besides marshmallow's own, and passes on what a schema says of itself."""

    field_mapping: Mapping[type, tuple[str | None, str | None]] = {
        **DEFAULT_FIELD_MAPPING, fields.Url: ("string", "uri"), fields.Tuple: ("array", None),
    }  # type: ignore[assignment]  # fmt: skip

    def field2property(self, field: fields.Field[Any]) -> Json:
        """The JSON Schema of a field."""
        found: Json = super().field2property(field)
        if "pattern" in found:
            found["pattern"] = _anchored(found["pattern"])
        match field:
            case fields.Dict():
                found |= self._object(field)
                found.pop("minLength", None), found.pop("maxLength", None)
            case fields.Tuple():
                items = [self.field2property(one) for one in field.tuple_fields]
                found |= {"prefixItems": items, "minItems": len(items), "maxItems": len(items)}
            case Line():
                found["pattern"] = LINE
            case Amount():
                found["pattern"] = AMOUNT
        return found

    def schema2jsonschema(self, schema: Schema) -> Json:
        """The JSON Schema of a schema, with its docstring as the description."""
        found: Json = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return {"description": (type(schema).__doc__ or "").strip(), **found}

    def _object(self, field: "fields.Dict") -> Json:
        bounds = next((one for one in field.validators if isinstance(one, validate.Length)), None)
        found = {
            "minProperties": bounds and bounds.min,
            "maxProperties": bounds and bounds.max,
            "propertyNames": field.key_field and self.field2property(field.key_field),
        }
        return {name: value for name, value in found.items() if value is not None}


class Plugin(MarshmallowPlugin):
    """apispec's plugin with our converter."""

    Converter = Converter


class Schemas:
    """The `components` of a document; every schema that is asked for comes in once, under a name of its own."""

    def __init__(self) -> None:
        plugin = Plugin(schema_name_resolver=_name)
        self._spec = APISpec("", "", "3.1.0", plugins=[plugin])
        assert plugin.converter is not None  # made by APISpec above  # noqa: S101
        self._converter = plugin.converter

    def of(self, schema: type[Schema] | Schema) -> Json:
        """A reference to a schema."""
        found: Json = self._converter.resolve_nested_schema(schema)  # type: ignore[no-untyped-call]
        return found

    def more(self, state: type[Schema], name: str, added: dict[str, fields.Field[Any]], **chosen: Any) -> Json:
        """A reference to a state with more fields, under a name of its own."""
        cls = state.from_dict(added, name=name)
        cls.__doc__, cls.__module__ = state.__doc__, state.__module__
        return self.of(cls(**chosen) if chosen else cls)

    def field(self, schema: type[Schema], name: str) -> Json:
        """The JSON Schema of one field of a schema."""
        return self.value(schema().fields[name])

    def value(self, field: fields.Field[Any]) -> Json:
        """The JSON Schema of a field."""
        found: Json = self._converter.field2property(field)
        return found

    def state(self, kind: Kind) -> Json:
        """What a reader gets of a kind: the state, or, if it is public, the part of it that anybody may see."""
        whole = self.of(kind.state)
        return {"anyOf": [whole, self.of(kind.state(only=kind.public))]} if kind.public else whole

    def named(self, name: str, schema: Json) -> Json:
        """A reference to a schema that is written by hand."""
        if name not in self._spec.components.schemas:
            self._spec.components.schema(name, schema)
        return {"$ref": f"#/components/schemas/{name}"}

    def all(self) -> Json:
        """All of them by their names."""
        return dict(sorted(self._spec.components.schemas.items()))


def _name(schema: type[Schema] | Schema) -> str:
    """``Reason``, ``registry.CenterState``; a part of a state is ``registry.CenterState.public``."""
    cls = schema if isinstance(schema, type) else type(schema)
    owner = cls.__module__.split(".")[1] + "." if cls.__module__.startswith("services.") else ""
    part = ".public" if isinstance(schema, Schema) and schema.only else ""
    return f"{owner}{NAMES.get(cls, cls.__name__)}{part}"


def _anchored(pattern: str) -> str:
    """A pattern as ECMA-262 writes it, for marshmallow matches from the beginning of a text on."""
    return re.sub(r"^(?!\^)(.*)$", r"^(?:\1)", pattern).replace(r"\Z", "$")
