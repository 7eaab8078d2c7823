"""Partners: the organisations that help, where they work, and whom one talks to there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import Conflict, Invalid
from shared.events import Aggregate


class OutsideItsArea(Invalid):
    """A partner was said to work outside the area that its record lies in."""

    text = "The partner's record lies in area {area}, and {outside} is not part of it."
    remedy = "Name areas within it, or have the partner placed in a wider area first."


class WorksElsewhere(Conflict):
    """Agreements and contributions are made where the partner works."""

    text = "The partner {code} does not work there."
    remedy = "Name a place where it works, or have that area added to those of the partner first."


class AgreementsInForce(Conflict):
    """A partner cannot become inactive while agreements of it are in force."""

    text = "The partner has {number} agreements in force."
    remedy = "Suspend or end them first: {agreements}."


class PartnerInactive(Conflict):
    """An inactive partner neither agrees nor gives."""

    text = "The partner {code} is inactive. Reason: {because}"
    remedy = "Have the partner reactivated first, or name another one."


class PartnerNotVerified(Conflict):
    """Nothing is signed with an organisation that nobody has looked at."""

    text = "The partner {code} is {status}, not verified."
    remedy = "Have the partner verified first."


Areas = Mapping[str, set[str]]  # areas by id, each with its own id and those above it


@dataclass(kw_only=True)
class Partner(Aggregate):
    """An organisation that helps.

    All its work lies in `area_id`, or anywhere in the country if there is none. `area_ids` name where in it; if they name
    none, it works in all of it. The persons whom one talks to are sealed: each a `name` and perhaps `role`, `phone`, `email`.
    """

    KIND = "partner"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "registered": ("verified",),
        "verified": ("inactive",),
        "inactive": ("verified",),
    }
    SEALED = frozenset({"contact_persons"})
    UNIQUE = ("code",)

    code: str
    name: dict[str, str]
    organisation_type: str
    area_ids: list[str] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)
    website: str | None = None
    inactive_because: str | None = None
    contact_persons: list[dict[str, str]] | None = None

    @classmethod
    def register(cls, *, areas: Areas, at: str, **described: Any) -> "Partner":
        """Enter it among the partners."""
        partner = cls(status="registered", **described)
        partner._work_within(areas)
        partner.record("registered", at=at)
        return partner

    def verify(self, *, at: str) -> None:
        """Note that the organisation is what it says it is."""
        if self.status != "registered":
            self.require("verified for the first time")
        self.move("verified", at=at)

    def revise(self, *, at: str, **described: Any) -> None:
        """Describe it anew; nothing is recorded if nothing changes."""
        if self.status == "inactive":
            self.require("revised")
        changed = sorted(name for name, value in described.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, described[name])
        if changed:
            self.record("revised", at=at, revised=changed)

    def place(self, *, area_id: str | None, areas: Areas, at: str, reason: str) -> None:
        """Say anew where it works."""
        self.area_id = area_id
        self._work_within(areas)
        self.record("placed", at=at, reason=reason)

    def deactivate(self, *, in_force: list[str], at: str, reason: str) -> None:
        """End the work with it. `in_force` are the ids of its agreements in force."""
        self.require("inactive")
        if in_force:
            raise AgreementsInForce(number=len(in_force), agreements=", ".join(in_force))
        self.inactive_because = reason
        self.move("inactive", "deactivated", at=at, reason=reason)

    def reactivate(self, *, at: str, reason: str) -> None:
        """Take up the work with it again."""
        if self.status != "inactive":
            self.require("reactivated")
        self.inactive_because = None
        self.move("verified", "reactivated", at=at, reason=reason)

    def name_contact_persons(self, persons: list[dict[str, str]], *, at: str) -> None:
        """Name those whom one talks to there, in place of the former ones. The fact tells only how many they are."""
        self.contact_persons = persons
        self.record("contact-persons-named", at=at, persons=len(persons))

    def forget_contact_persons(self, *, at: str, reason: str) -> None:
        """Note that the names were destroyed."""
        self.record("contact-persons-forgotten", at=at, reason=reason)

    def take_part(self) -> None:
        """Refuse new agreements and contributions while inactive."""
        if self.status == "inactive":
            raise PartnerInactive("partner_id", code=self.code, because=self.inactive_because)

    def answer_for(self) -> None:
        """Refuse a signature unless verified."""
        if self.status != "verified":
            raise PartnerNotVerified(code=self.code, status=self.status)

    @property
    def reach(self) -> list[str]:
        """The areas that its work covers; empty for the whole country."""
        return self.area_ids or ([self.area_id] if self.area_id else [])

    def work_in(self, area_id: str, *, areas: Areas) -> None:
        """Refuse an area unless the partner works there, or in a part of it. `areas` holds this area and its reach."""
        if self.reach and not any(area_id in areas[own] or own in areas[area_id] for own in self.reach):
            raise WorksElsewhere("partner_id", code=self.code)

    def _work_within(self, areas: Areas) -> None:
        for area, above in areas.items():
            if self.area_id and self.area_id not in above:
                raise OutsideItsArea("area_ids", area=self.area_id, outside=area)
        self.area_ids = list(areas)
