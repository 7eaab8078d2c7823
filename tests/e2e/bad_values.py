"""Values that a field does not take, found from its schema."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields, validate

from shared.contract import Code, Day, Id, Instant, Line, Text

UNREADABLE = ("", "   ", "a\u0000b", "a\u001bb", "a\u007fb")
OPERATORS = ({"$ne": ""}, {"$gt": ""}, {"$where": "1"}, {"$regex": ".*"})
PRIVILEGED = {"id": "0190b3a0-0000-7000-8000-00000000ffff", "version": 7, "status": "approved", "area_id": None, "actor": {}}


def wrong(field: "fields.Field[Any]") -> Iterator[Any]:
    """Wrong types, unknown codes, and values out of bounds."""
    if not field.allow_none:
        yield None
    match field:
        case fields.Boolean():
            yield from (0, 1, "true", [], {})
        case fields.Integer():
            yield from ("7", 7.5, True, 10**18, -(10**18), [7], {"n": 7})
        case fields.Dict():
            yield from ("text", 7, True, [], ["kk"])
        case fields.Nested():
            yield from ("text", 7, True, [], {"surprise": 1})
        case fields.List():
            yield from ("text", 7, True, {"0": "x"}, [{"$ne": ""}], [None])
        case fields.String():
            yield from (7, 7.5, True, ["text"], {"text": "x"}, *wrong_text(field))


def wrong_text(field: fields.String) -> Iterator[str]:
    """What a field of this kind cannot be read as."""
    match field:
        case Code():
            yield from ("no-such-code", "", "$ne")
        case Id():
            yield from ("7", "0190B3A0-0000-7000-8000-000000000002", "../centers", "")
        case Day():
            yield from ("2026-02-30", "20260301", "2026-W10-1", "yesterday", "2026-03-01T00:00:00Z", "٢٠٢٦-٠٣-٠١")
        case Instant():
            yield from ("2026-03-01T08:15:00", "2026-03-01", "now", "2026-03-01T25:00:00Z", "0001-01-01T00:00:00+14:00")
        case Line():
            yield from ("x" * (field.longest + 1), *UNREADABLE)
        case _ if any(isinstance(one, validate.Length) for one in field.validators):
            yield from UNREADABLE


def fields_of(schema: Schema) -> "dict[str, fields.Field[Any]]":
    """The fields of a schema that take something in particular."""
    return {name: field for name, field in schema.fields.items() if type(field) is not fields.Field}


def texts_of(schema: Schema) -> list[str]:
    """The fields whose value is text by language."""
    return [name for name, field in schema.fields.items() if isinstance(field, Text)]
