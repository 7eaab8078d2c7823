"""The read model as the tests look at it."""

from typing import Any

from pymongo.database import Database

KINDS = ("center", "enrolment", "session", "need", "case", "contribution")
ReadModel = Database[dict[str, Any]]


def states(database: ReadModel) -> dict[tuple[str, str], dict[str, Any]]:
    """All aggregates of the read model."""
    return {(kind, one["_id"]): one for kind in KINDS for one in database[kind].find()}


def cells(database: ReadModel) -> dict[tuple[str, str, str, str], int]:
    """The roll-ups."""
    found = database["cells"].find({"n": {"$ne": 0}})
    return {(one["area"], one["measure"], one["first"], one["second"]): one["n"] for one in found}


def marks(database: ReadModel) -> dict[str, Any]:
    """Up to where everything was seen."""
    return {one["_id"]: one for one in database["marks"].find({"_id": {"$ne": "tree"}})}
