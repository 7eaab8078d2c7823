"""From marshmallow's messages to a refusal that names every field and what to do about it."""

from collections.abc import Iterator
from typing import Any

from shared.errors import Invalid

LONGEST = 2000  # characters of a message; the longest code lists need half of it
REMEDIES = {
    "Unknown field.": "Leave it out; this operation does not take it.",
    "Missing data for required field.": "Add it.",
    "Field may not be null.": "Give a value, or leave the field out.",
}


class BodyInvalid(Invalid):
    """The body is not what the operation takes; every field at fault is listed."""

    text = "The request body is not valid: {first}"
    remedy = "Mend the fields listed under errors; the description of this operation shows an example."

    def __init__(self, errors: list[dict[str, str]]) -> None:
        self.errors = errors
        super().__init__(first=f"{errors[0]['field']}: {errors[0]['detail']}")


def invalid(messages: Any) -> BodyInvalid:
    """The refusal for what `Schema.load` found wrong."""
    found = [
        {"field": field or "body", "detail": text, "remedy": REMEDIES.get(text, text)} for field, text in _flat(messages, "")
    ]
    return BodyInvalid(found)


def _flat(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, below in messages.items():
            inside = key in {"key", "value"} and path and messages.keys() <= {"key", "value"}  # of an entry of an object
            step = "" if key == "_schema" or inside else str(key)[:80]
            yield from _flat(below, f"{path}.{step}" if path and step else path or step)
    elif isinstance(messages, list):
        for below in messages:
            yield from _flat(below, path)
    else:
        yield path, str(messages)[:LONGEST]
