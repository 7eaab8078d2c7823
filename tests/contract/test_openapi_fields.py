"""How our own fields read in the document: a client that follows it is not refused for its form."""

from typing import Any

import pytest
from marshmallow import fields
from openapi_schema_validator import OAS31Validator

from gateway.openapi.schemas import Schemas
from shared.contract import Amount, Body, Code, Day, Id, Instant, Line, Point, Text, Truth, Whole

ID = "0190b3a0-0000-7000-8000-000000000002"


def at(*coordinates: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(coordinates)}


GOOD_AND_BAD: dict[str, tuple[fields.Field[Any], list[Any], list[Any]]] = {
    "id": (Id(), [ID], ["7", ID.upper(), f"x{ID}", 7, None]),
    "text": (Text(5), [{"kk": "Сәлем"}, {"mn-Cyrl": "a", "en": "b"}], [{}, {"kk": "longer"}, {"Kazakh": "a"}, {"$ne": ""}, "a"]),
    "line": (Line(5), ["a", " b "], ["", "  ", "longer than five", "a\x00", "a\x1b", 7]),
    "code": (Code(("a", "b")), ["a"], ["c", "", None]),
    "no_code": (Code(("a", "b"), allow_none=True), ["a", None], ["c", ""]),
    "day": (Day(), ["2026-03-01"], ["2026-02-30", "yesterday", "2026-W10-1", 20260301]),
    "instant": (Instant(), ["2026-03-01T08:15:00+05:00", "2026-03-01T08:15:00Z"], ["2026-03-01", "now", 0]),
    "amount": (Amount(), ["1", "1500.00", "0.5"], ["0", "0.00", "-1", "1.505", "1e3", 1500]),
    "whole": (Whole(1, 9), [1, 9], [0, 10, 1.5, "1", True]),
    "truth": (Truth(), [True, False], [1, "true", None]),
    "point": (Point(), [at(61.6, 46.8)], [at(1), at(1, 2, 3), at(200, 2), at("1", "2"), {**at(1), "type": "Line"}]),
}  # fmt: skip


@pytest.mark.parametrize("name", list(GOOD_AND_BAD))
def test_the_document_and_the_schema_take_and_refuse_the_same(name):
    field, good, bad = GOOD_AND_BAD[name]
    schema, schemas = Body.from_dict({"it": field}, name=f"With{name}"), Schemas()
    reference = schemas.of(schema)
    described = OAS31Validator(
        {**reference, "components": {"schemas": schemas.all()}}, format_checker=OAS31Validator.FORMAT_CHECKER
    )
    for value in good:
        assert (described.is_valid({"it": value}), schema().validate({"it": value})) == (True, {}), value
    for value in bad:
        assert not described.is_valid({"it": value}), f"the document takes {value!r}"
        assert schema().validate({"it": value}), f"the schema takes {value!r}"
