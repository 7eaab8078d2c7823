"""Programs: the catalogue of what can be learnt, and the community's decision without which none of it is run."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as initially
from typing import Any, ClassVar

from shared.errors import Conflict
from shared.events import Aggregate

FLAGS = {"suspended": "agreement_suspended", "ended": "agreement_ended"}  # by the status of the funding agreement


class NotEndorsed(Conflict):
    """A program was to be approved that no community has endorsed."""

    text = "No community decision endorses this program."
    remedy = "Record the community's decision first, or give an override_reason; it is published with the program."


class NotEndorsedHere(Conflict):
    """A program was to be run at a center whose community has not decided for it."""

    text = "This is no valid decision of this center's community for this program."
    remedy = (
        "Cite an accepted decision of the center's community, with quorum, that concerns this program; or give an "
        "override_reason, which is published with the offering."
    )


class ProgramNotApproved(Conflict):
    """Only an approved program is run."""

    text = "The program is {status}; only an approved one can be run."
    remedy = "Have it approved first, or choose another program."


class OfAnotherCenter(Conflict):
    """A center's own program was to be run, or what stands behind it looked for, at another center."""

    text = "The {kind} {id} belongs to another center."
    remedy = "Choose one of this center, or one that is not bound to a center."


class AlreadyDecidedOn(Conflict):
    """A program is revised freely only until somebody has decided on it."""

    text = "The program is {status} and no longer revised freely."
    remedy = "Correct it, with a reason."


@dataclass(kw_only=True)
class Program(Aggregate):
    """A program of the catalogue: a center's own, or, without `center_id`, of an area or the whole country."""

    KIND = "program"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "drafted": ("endorsed", "approved"),
        "endorsed": ("approved",),
        "approved": ("retired",),
        "retired": (),
    }
    INDEXED = ("center_id", "agreement_id")

    title: dict[str, str]
    kind: str
    field: str
    rale_field: str
    level: str | None = None
    target_groups: list[str] = initially(default_factory=list)
    languages: list[str] = initially(default_factory=list)
    mode: str = "in_person"
    hours: int | None = None
    need_ids: list[str] = initially(default_factory=list)
    agreement_id: str | None = None
    center_id: str | None = None
    decision_ids: list[str] = initially(default_factory=list)
    override_reason: str | None = None
    retired_because: str | None = None
    flags: list[str] = initially(default_factory=list)

    @classmethod
    def draft(cls, *, at: str, **described: Any) -> "Program":
        """Write a program down."""
        program = cls(status="drafted", **described)
        program.record("drafted", at=at)
        return program

    def revise(self, *, at: str, **described: Any) -> None:
        """Describe it anew while nobody has decided on it; nothing is recorded if nothing changes."""
        if self.status != "drafted":
            raise AlreadyDecidedOn(status=self.status)
        changed = sorted(name for name, value in described.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, described[name])
        if changed:
            self.record("revised", at=at, revised=changed)

    def endorse(self, *, decision_id: str, at: str) -> bool:
        """Take in a community's decision for it; False if it is known, or comes after the end."""
        if decision_id in self.decision_ids or self.status == "retired":
            return False
        self.decision_ids = [*self.decision_ids, decision_id]
        if self.status == "drafted":
            self.move("endorsed", at=at, decision_id=decision_id)
        else:
            self.record("decision-noted", at=at, decision_id=decision_id)
        return True

    def approve(self, *, override_reason: str | None, at: str) -> None:
        """Put it into the catalogue: endorsed, or with a published override of the missing endorsement."""
        self.require("approved")
        if self.status == "drafted" and not override_reason:
            raise NotEndorsed("override_reason")
        self.override_reason = override_reason
        self.move("approved", at=at, reason=override_reason)

    def retire(self, *, at: str, reason: str) -> None:
        """Take it out of the catalogue; what is under way goes on."""
        self.require("retired")
        self.retired_because = reason
        self.move("retired", at=at, reason=reason)

    def warrant(
        self,
        *,
        center_id: str,
        decision_id: str | None,
        decision: Mapping[str, Any] | None,
        override_reason: str | None,
    ) -> dict[str, Any]:
        """What entitles a center to run it: its community's decision, or a published override.

        A center's own program brings along what it was approved with.
        """
        if self.status != "approved":
            raise ProgramNotApproved("program_id", status=self.status)
        if self.center_id not in {None, center_id}:
            raise OfAnotherCenter("program_id", kind=self.KIND, id=self.id)
        if decision_id and not endorses(decision or {}, self.id, center_id):
            raise NotEndorsedHere("decision_id")
        if self.center_id and not decision_id and not override_reason:
            decision_id, override_reason = next(iter(self.decision_ids), None), self.override_reason
        if not decision_id and not override_reason:
            raise NotEndorsedHere("decision_id")
        return {"decision_id": decision_id, "override_reason": override_reason}

    def flag(self, flags: list[str], *, at: str) -> bool:
        """Show how the agreement that funds it stands (see `flags_of`); False if that is shown already."""
        if self.status == "retired" or flags == self.flags:
            return False
        self.flags = flags
        self.record("flagged" if flags else "unflagged", at=at)
        return True

    def relocate(self, *, center_id: str, area_id: str, at: str) -> bool:
        """Follow its center into the one that it was merged into; False if it is there, or retired."""
        if self.status == "retired" or (self.center_id, self.area_id) == (center_id, area_id):
            return False
        self.center_id, self.area_id = center_id, area_id
        self.record("moved", at=at)
        return True


def endorses(decision: Mapping[str, Any], program_id: str, center_id: str | None = None) -> bool:
    """True for an accepted decision with quorum for the program, by the center's own community if one is named."""
    return bool(
        decision.get("concerns") == "program"
        and decision.get("subject_id") == program_id
        and decision.get("accepted")
        and decision.get("quorum_met")
        and center_id in {None, decision.get("center_id")}
    )


def belongs(kind: str, known: Mapping[str, Any], *, id: str, center_id: str | None, field: str) -> None:  # noqa: A002
    """Refuse what is bound to a center other than the program's own."""
    if center_id and known.get("center_id") not in {None, center_id}:
        raise OfAnotherCenter(field, kind=kind, id=id)


def flags_of(agreement_status: str | None) -> list[str]:
    """The flags of a program whose funding agreement has this status; none if there is no agreement."""
    return [FLAGS[agreement_status]] if agreement_status in FLAGS else []
