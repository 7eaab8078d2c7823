"""Areas: the country's own division, of any depth and naming. Codes and parents are dated; nothing reads a parent off a code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import Conflict, Invalid
from shared.events import Aggregate

Dated = dict[str, Any]


class AreaOwnAncestor(Invalid):
    """An area was to be put below itself."""

    text = "Area {code} cannot lie below itself."
    remedy = "Name another parent."


class ParentRetired(Conflict):
    """The parent is no longer part of the country's division."""

    text = "Area {code} is retired and takes no new areas."
    remedy = "Use its successor: {successors}."


class DatedTooEarly(Invalid):
    """A change was dated before the one that it follows."""

    text = "{since} lies before the last change of {last}."
    remedy = "Date the change on or after the last one, or correct the last one first."


@dataclass(kw_only=True)
class Area(Aggregate):
    """An area: oblast, audan, auyl okrug; aimag, soum, bag."""

    KIND = "area"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "defined": ("revised", "retired"),
        "revised": ("revised", "retired"),
        "retired": (),
    }
    UNIQUE = ("code",)
    INDEXED = ("parent_id",)

    code: str
    name: dict[str, str]
    level: str | None = None
    parent_id: str | None = None
    point: dict[str, Any] | None = None
    rural: bool | None = None
    population: list[dict[str, Any]] = field(default_factory=list)
    codes: list[Dated] = field(default_factory=list)
    parents: list[Dated] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)
    successors: list[str] = field(default_factory=list)
    retired_because: str | None = None

    @classmethod
    def define(cls, *, id: str, code: str, since: str, parent: "Area | None", at: str, **described: Any) -> "Area":  # noqa: A002
        """Put an area on the map, below `parent` or at the top."""
        if parent:
            parent.take_in()
        area = cls(id=id, area_id=id, code=code, status="defined", parent_id=parent.id if parent else None, **described)
        area.codes = [{"code": code, "since": since}]
        area.parents = [{"parent_id": area.parent_id, "since": since}]
        area.record("defined", at=at)
        return area

    def take_in(self) -> None:
        """Refuse new areas and centers once retired."""
        if self.status == "retired":
            raise ParentRetired("parent_id", code=self.code, successors=", ".join(self.successors) or "none is named")

    def revise(self, *, at: str, **described: Any) -> None:
        """Describe it anew: names, point, population, rural or urban."""
        self.require("revised")
        changed = sorted(name for name, value in described.items() if getattr(self, name) != value)
        if changed:
            for name in changed:
                setattr(self, name, described[name])
            self.move("revised", at=at, revised=changed)

    def relocate(self, *, parent: "Area | None", ancestors: set[str], since: str, at: str, reason: str) -> None:
        """Move it below another parent from a date on. `ancestors` are the ids above the new parent, itself included."""
        self.require("revised")
        if self.id in ancestors:
            raise AreaOwnAncestor("parent_id", code=self.code)
        if parent:
            parent.take_in()
        self._in_order(self.parents, since)
        self.parent_id = parent.id if parent else None
        self.parents = [*self.parents, {"parent_id": self.parent_id, "since": since}]
        self.move("revised", "moved", at=at, since=since, reason=reason)

    def recode(self, *, code: str, since: str, at: str, reason: str) -> None:
        """Give it another code from a date on; the former codes stay known."""
        self.require("revised")
        self._in_order(self.codes, since)
        before, self.code = self.code, code
        self.codes = [*self.codes, {"code": code, "since": since}]
        self.move("revised", "recoded", at=at, since=since, reason=reason, before=before)

    def succeed(self, predecessors: list[str], *, at: str) -> None:
        """Take the place of others."""
        self.require("revised")
        self.predecessors = [*self.predecessors, *predecessors]
        self.move("revised", "succeeded", at=at, predecessors=predecessors)

    def retire(self, *, successors: list[str], how: str, at: str, reason: str) -> None:
        """Take it off the map; `how` is retired, split or merged."""
        self.require("retired")
        self.successors = successors
        self.retired_because = reason
        self.move("retired", how, at=at, reason=reason, successors=successors)

    @staticmethod
    def _in_order(dated: list[Dated], since: str) -> None:
        if dated and since < dated[-1]["since"]:
            raise DatedTooEarly("since", since=since, last=dated[-1]["since"])
