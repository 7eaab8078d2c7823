"""The `data` of events as JSON Schemas: the public state of the aggregate, and what happened to it.

What is published stays true when fields are added, and when an agreement names only some of them: no field is required, and
none is refused.
"""

from collections.abc import Callable
from typing import Any

from gateway.openapi.schemas import Schemas
from shared.contract import Kind

Json = dict[str, Any]
CHANGE: Json = {
    "description": "What happened; members that do not apply are left out, and there may be others.",
    "type": "object",
    "properties": {
        "reason": {"type": "string", "description": "Why, in the words of whoever did it."},
        "reason_code": {"type": "string", "description": "Why, as a code of the code lists; facts about persons have no words."},
        "corrected": {"type": "array", "items": {"type": "string"}, "description": "The fields that were recorded wrongly."},
        "revised": {"type": "array", "items": {"type": "string"}, "description": "The fields that were described anew."},
        "on": {"type": "string", "format": "date", "description": "The day, where it is another than that of `time`."},
    },
}


def data_of(schemas: Schemas, kind: Kind, only: tuple[str, ...] = ()) -> Json:
    """The schema of the `data` of a kind's events, of `only` these fields if any are named; the rest comes into `schemas`."""
    state = schemas.of(kind.state(partial=True, only=only or None))
    change = schemas.named("Change", CHANGE)
    return {
        "description": f"The public state of the {kind.name} after the change, as far as the agreement names its fields.",
        "type": "object",
        "required": ["state", "change"],
        "properties": {"state": state, "change": change},
    }


def rewritten(node: Any, change: Callable[[Json], Json]) -> Any:
    """A schema in which every object within has been changed, the innermost first."""
    if isinstance(node, list):
        return [rewritten(one, change) for one in node]
    return change({name: rewritten(one, change) for name, one in node.items()}) if isinstance(node, dict) else node


def opened(node: Json) -> Json:
    """An object that refuses no field."""
    return {name: one for name, one in node.items() if name != "additionalProperties" or one is not False}
