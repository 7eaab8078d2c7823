"""Today's tree of areas, as the gateway walks it for access and filters."""

import time
from typing import Any

from gateway.views.fresh import Fresh
from gateway.views.generations import ReadModel

Document = dict[str, Any]
LASTS = 1.0  # seconds that a look at the tree's version is good for


class Areas:
    """The tree, kept in memory and read again when the projector has changed it."""

    def __init__(self, model: ReadModel, fresh: Fresh) -> None:
        self._model = model
        self._fresh = fresh
        self._looked = 0.0
        self._version: tuple[str, int] | None = None
        self._parents: dict[str, str | None] = {}
        self._codes: dict[str, str] = {}
        self._children: dict[str | None, list[str]] = {}

    def above(self, id: str | None) -> list[str]:  # noqa: A002
        """The area and all above it, nearest first."""
        self._look()
        found: list[str] = []
        while id and id not in found:
            found.append(id)
            if id in self._parents:
                id = self._parents[id]  # noqa: A001
            else:
                state = self._fresh.find("area", id)
                id = state["parent_id"] if state else None  # noqa: A001
        return found

    def below(self, id: str) -> list[str]:  # noqa: A002
        """The area and all below it."""
        self._look()
        found, waiting = [], [id]
        while waiting:
            area = waiting.pop()
            found.append(area)
            waiting.extend(self._children.get(area, ()))
        return found

    def parts(self, id: str | None = None) -> dict[str, str]:  # noqa: A002
        """For every area below, the part that it lies in: the areas of the first level below `id`, or below the country."""
        self._look()
        first = self._children.get(id, [])
        if id is None and len(first) == 1:  # the country itself
            first = self._children.get(first[0], first)
        return {area: part for part in first for area in self.below(part)}

    def by_code(self, code: str) -> str | None:
        """The id of the area with this code."""
        self._look()
        return self._codes.get(code)

    def _look(self) -> None:
        if time.monotonic() - self._looked < LASTS:
            return
        self._looked = time.monotonic()
        tree = self._model["marks"].find_one({"_id": "tree"}) or {"version": 0}
        version = (self._model.prefix, tree["version"])
        if version != self._version:
            self._load()
            self._version = version

    def _load(self) -> None:
        parents: dict[str, str | None] = {}
        codes: dict[str, str] = {}
        children: dict[str | None, list[str]] = {}
        for area in self._model["area"].find({}, {"parent_id": 1, "code": 1}):
            parents[area["_id"]] = area["parent_id"]
            codes[area["code"]] = area["_id"]
            children.setdefault(area["parent_id"], []).append(area["_id"])
        self._parents, self._codes, self._children = parents, codes, children
