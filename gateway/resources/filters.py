"""Filters of lists: which fields there are, and what the text of a parameter means, read through the field's own schema."""

from copy import copy
from typing import Any

from marshmallow import ValidationError, fields, missing, validate

from gateway.resources.bodies import TRUTHS, ParameterInvalid
from shared.contract import Code, Day, Id, Kind

REFERENCES = ("center_id", "offering_id", "program_id", "partner_id", "learner_id", "meeting_id", "session_id")
Field = fields.Field[Any]


def filters_of(kind: Kind) -> dict[str, Field]:
    """The fields by which a kind can be filtered, each as the type of one value; a list is filtered by what it holds."""
    declared = kind.state().fields
    names = dict.fromkeys((*kind.filters, *(name for name in REFERENCES if name in declared)))
    return {name: _of_one(declared[name]) for name in names}


def value_of(field: Field, name: str, told: str) -> Any:
    """What the text of the parameter `name` stands for.

    Raises:
        ParameterInvalid: the field never has such a value.
    """
    try:
        return field.deserialize(_plain(field, told))
    except (ValidationError, ValueError) as error:
        raise ParameterInvalid(name, name=name, value=told[:40], wanted=_wanted(field)) from error


def _of_one(field: Field) -> Field:
    if isinstance(field, fields.List):
        return _of_one(field.inner)
    one = copy(field)
    one.allow_none, one.load_default = False, missing
    return one


def _plain(field: Field, told: str) -> Any:
    match field:
        case fields.Boolean():
            return TRUTHS.get(told)
        case fields.Integer():
            return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None  # noqa: PLR2004
    return told


def _wanted(field: Field) -> str:
    match field:
        case fields.Boolean():
            return " or ".join(TRUTHS)
        case fields.Integer():
            bounds = next(one for one in field.validators if isinstance(one, validate.Range))
            return f"a whole number from {bounds.min} to {bounds.max}"
        case Code():
            return "one of " + ", ".join(next(one for one in field.validators if isinstance(one, validate.OneOf)).choices)
        case Id():
            return "an id, which is a UUID in lower case"
        case Day():
            return "a date, as in 2026-03-01"
    return "another value"
