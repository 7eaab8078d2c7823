"""Learners: known to others by a pseudonym, sex, age band and district; what is personal is sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as initially
from typing import Any, ClassVar

from services.programs.model.dates import past
from services.programs.model.personal import (
    ADULT,
    BLANK,
    COUNTED,
    DISCLOSED,
    PERSONAL,
    Personal,
    age,
    age_band,
    refuse_unsound,
)
from shared.errors import Conflict
from shared.events import Aggregate


class LearnerErased(Conflict):
    """Nothing more can be done with an erased learner."""

    text = "The learner was erased on request or by rule."
    remedy = "Register the person anew if the person wants to learn again."


class GuardianConsentMissing(Conflict):
    """A child learns only with a guardian's consent."""

    text = "The learner is under {adult}, and no guardian's consent is in force."
    remedy = "Record the guardian's consent (guardian_consent), or correct the birth date if the person is of age."


class ConsentMissing(Conflict):
    """Something was asked or used that the person has not consented to."""

    text = "There is no consent in force for the purpose {purpose}."
    remedy = "Ask for the consent and record it first, or leave this out."


class ConsentNotGiven(Conflict):
    """A consent was to be withdrawn that is not in force."""

    text = "No consent for the purpose {purpose} is in force."
    remedy = "Look at the consents of the learner; this one was never given, or is withdrawn already."


@dataclass(kw_only=True)
class Learner(Aggregate):
    """A person who learns. `area_id` is the district of residence, or the center's area if that was not told.

    `consents` holds ``{"purpose", "given_on", "withdrawn_on"}`` each. `difficulties` are those of the Washington Group
    short set, from 1 (none) to 4 (cannot). `highest_level` is by ISCED-A.
    """

    KIND = "learner"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {"registered": ("erased",), "erased": ()}
    PRIVATE = frozenset({"highest_level"})
    SEALED = PERSONAL | {"note"}
    INDEXED = ("center_id",)

    center_id: str
    sex: str
    age_band: str
    registered_on: str
    consents: list[dict[str, str | None]] = initially(default_factory=list)
    erased_on: str | None = None
    reason_code: str | None = None
    highest_level: str | None = None
    name: str | None = None
    contacts: dict[str, str] | None = None
    birth_year: int | None = None
    birth_date: str | None = None
    locality: str | None = None
    group: str | None = None
    difficulties: dict[str, int] | None = None
    note: str | None = None

    @classmethod
    def register(
        cls, *, consents: Iterable[Mapping[str, str | None]], birth_year: int, today: str, at: str, **told: Any
    ) -> "Learner":
        """Enter a person in the center's register."""
        learner = cls(
            status="registered",
            registered_on=today,
            age_band=age_band(birth_year, on=today),
            consents=[_consent(given["purpose"], given["given_on"] or today) for given in consents],
            birth_year=birth_year,
            **told,
        )
        for consent in learner.consents:
            past(str(consent["given_on"]), today=today, field="consents")
        learner._sound({**told, "birth_year": birth_year}, today)
        learner.record("registered", at=at)
        return learner

    def consents_to(self, purpose: str) -> bool:
        """True while a consent for the purpose is in force."""
        return any(c["purpose"] == purpose and c["withdrawn_on"] is None for c in self.consents)

    def consent(self, purpose: str, *, on: str, today: str, at: str) -> None:
        """Take down a consent; one that is in force stays as it is."""
        self.present()
        past(on, today=today, field="given_on")
        if not self.consents_to(purpose):
            self.consents = [*self.consents, _consent(purpose, on)]
            self.record("consent-given", at=at, purpose=purpose)

    def withdraw_consent(self, purpose: str, *, today: str, at: str) -> None:
        """End a consent; what was kept by its leave alone is blotted out."""
        self.present()
        if not self.consents_to(purpose):
            raise ConsentNotGiven("purpose", purpose=purpose)
        self._withdraw({purpose}, today)
        if purpose == "statistics":
            self.group, self.difficulties = BLANK["group"], BLANK["difficulties"]
        self.record("consent-withdrawn", at=at, purpose=purpose)

    def present(self) -> None:
        """Refuse if it is erased."""
        if self.status == "erased":
            raise LearnerErased

    @property
    def age_matters(self) -> bool:
        """True if only the sealed birth date can tell whether the person may learn."""
        return self.age_band in {"0-14", "15-24"} and not self.consents_to("guardian_consent")

    def admit(self, personal: Personal, *, today: str) -> None:
        """Refuse a child without a guardian's consent. `personal` is unsealed if `age_matters`."""
        self.present()
        if self.age_matters and age(personal, on=today) < ADULT:
            raise GuardianConsentMissing("learner_id", adult=ADULT)

    def barred(self, personal: Personal, *, without: str, today: str) -> bool:
        """True if the person may not go on learning without this consent. `personal` is unsealed."""
        return without == "learning" or (without == "guardian_consent" and age(personal, on=today) < ADULT)

    def disclose(self, personal: Personal, *, purpose: str) -> dict[str, Any]:
        """What of the personal values a purpose may see."""
        self.present()
        if purpose == "contact" and not self.consents_to("contact"):
            raise ConsentMissing("purpose", purpose=purpose)
        known = {**personal, "highest_level": self.highest_level}
        return {name: known[name] for name in DISCLOSED[purpose] if known.get(name) not in (None, "", {})}

    def put_right(self, personal: Personal, *, correction: str, note: str | None, today: str, at: str, **changes: Any) -> bool:
        """Correct what was recorded wrongly; True if that changes what statistics are split by.

        `personal` are the values so far, unsealed; `correction` is the code of the reason.
        """
        self.present()
        self._sound({**personal, **changes}, today)
        if "birth_year" in changes:
            changes["age_band"] = age_band(changes["birth_year"], on=self.registered_on)
        corrected = sorted(name for name in changes.keys() - PERSONAL if getattr(self, name) != changes[name])
        for name, value in changes.items():
            setattr(self, name, BLANK.get(name) if value is None else value)
        self.note = note
        sealed = True if changes.keys() & PERSONAL else None
        self.record("corrected", at=at, reason_code=correction, corrected=corrected, personal=sealed)
        return not {"sex", "age_band"}.isdisjoint(corrected)

    def erase(self, *, reason_code: str, today: str, at: str) -> None:
        """Forget the person. The pseudonymous facts stay; the key of the sealed values is destroyed beside this."""
        self.present()
        self._withdraw({str(c["purpose"]) for c in self.consents}, today)
        self.highest_level, self.erased_on, self.reason_code = None, today, reason_code
        for name in self.SEALED:
            setattr(self, name, None)
        self.move("erased", at=at, reason_code=reason_code)

    def relocate(self, *, center_id: str, at: str) -> bool:
        """Follow the center into the one that it was merged into, wherever the person lives; False if it is there."""
        if self.status == "erased" or self.center_id == center_id:
            return False
        self.center_id = center_id
        self.record("moved", at=at)
        return True

    def _withdraw(self, purposes: set[str], today: str) -> None:
        self.consents = [
            {**c, "withdrawn_on": today} if c["purpose"] in purposes and c["withdrawn_on"] is None else c for c in self.consents
        ]

    def _sound(self, personal: Personal, today: str) -> None:
        refuse_unsound(personal, today=today)
        asked = next((name for name in COUNTED if personal.get(name)), None)
        if asked and not self.consents_to("statistics"):
            raise ConsentMissing(asked, purpose="statistics")


def _consent(purpose: str | None, on: str) -> dict[str, str | None]:
    return {"purpose": purpose, "given_on": on, "withdrawn_on": None}
