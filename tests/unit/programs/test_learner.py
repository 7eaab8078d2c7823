"""Learners: consents, children, what is sealed and what each purpose sees, and being forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from services.programs.model import Learner
from services.programs.model.dates import NotYetPast
from services.programs.model.learner import ConsentMissing, ConsentNotGiven, GuardianConsentMissing, LearnerErased
from services.programs.model.personal import BirthDateElsewhere, NotAskedOfChildren, age, age_band
from tests.unit.programs.conftest import AREA, AT, OTHER_CENTER, TODAY, told

Build = Callable[..., Learner]
ALL = [{"purpose": p, "given_on": None} for p in ("learning", "statistics", "contact")]
KNOWN = {
    "name": "Canary", "contacts": {"phone": "1"}, "birth_date": "1990-06-01", "locality": "Canary", "group": "Canary",
    "difficulties": {"seeing": 3},
}  # fmt: skip


@pytest.mark.parametrize(
    ("birth_year", "band"),
    [(2026, "0-14"), (2012, "0-14"), (2011, "15-24"), (2002, "15-24"), (2001, "25-64"), (1962, "25-64"), (1961, "65+")],
)
def test_age_bands_go_by_the_years(birth_year: int, band: str) -> None:
    assert age_band(birth_year, on=TODAY) == band


def test_who_has_not_told_the_birthday_is_taken_for_younger() -> None:
    assert age({"birth_year": 2008}, on=TODAY) == 17
    assert age({"birth_year": 2008, "birth_date": "2008-03-10"}, on=TODAY) == 18
    assert age({"birth_year": 2008, "birth_date": "2008-03-11"}, on=TODAY) == 17
    assert age({"birth_year": 2008, "birth_date": "2008-02-29"}, on="2026-02-28") == 17


def test_nothing_personal_is_told(learner: Build) -> None:
    known = learner(**KNOWN, consents=ALL, highest_level="3")
    known.put_right({"birth_year": 1990}, correction="wrong_entry", note="Canary", today=TODAY, at=AT, name="Canary II")
    for purpose in ("statistics", "contact"):
        known.withdraw_consent(purpose, today=TODAY, at=AT)
    known.erase(reason_code="learner_request", today=TODAY, at=AT)
    assert told(known) == ["registered", "corrected", "consent-withdrawn", "consent-withdrawn", "erased"]
    for fact in known.facts:
        assert "Canary" not in str(fact)
        assert "1990" not in str(fact)
        assert "highest_level" not in fact.state


@pytest.mark.parametrize("asked", [{"group": "Kazakh"}, {"difficulties": {"seeing": 2}}], ids=lambda a: next(iter(a)))
def test_group_and_difficulties_are_kept_by_consent_only(learner: Build, asked: dict[str, Any]) -> None:
    with pytest.raises(ConsentMissing):
        learner(**asked)
    with pytest.raises(ConsentMissing):
        learner().put_right({"birth_year": 1990}, correction="new_evidence", note=None, today=TODAY, at=AT, **asked)
    kept = learner(**asked, consents=ALL)
    kept.withdraw_consent("statistics", today=TODAY, at=AT)
    assert (kept.group, kept.difficulties) == ("", {})


def test_children_are_not_asked_about_difficulties(learner: Build) -> None:
    asked = {"difficulties": {"seeing": 2}, "consents": ALL}
    with pytest.raises(NotAskedOfChildren):
        learner(birth_year=2008, **asked)
    learner(birth_year=2008, birth_date="2008-03-10", **asked)
    with pytest.raises(NotAskedOfChildren):
        learner(**asked).put_right(
            {"birth_year": 1990, "difficulties": {"seeing": 2}},
            correction="wrong_entry", note=None, today=TODAY, at=AT, birth_year=2015,
        )  # fmt: skip


def test_a_birth_that_cannot_be(learner: Build) -> None:
    with pytest.raises(BirthDateElsewhere):
        learner(birth_date="1991-01-01")
    with pytest.raises(NotYetPast):
        learner(birth_year=2027)
    with pytest.raises(NotYetPast):
        learner(birth_year=2026, birth_date="2026-03-11")


@pytest.mark.parametrize("birth_year", [2015, 2008])
def test_a_child_learns_with_a_guardians_consent_only(learner: Build, birth_year: int) -> None:
    child = learner(birth_year=birth_year)
    with pytest.raises(GuardianConsentMissing):
        child.admit({"birth_year": birth_year}, today=TODAY)
    child.consent("guardian_consent", on=TODAY, today=TODAY, at=AT)
    child.admit({}, today=TODAY)
    child.withdraw_consent("guardian_consent", today=TODAY, at=AT)
    assert child.barred({"birth_year": birth_year}, without="guardian_consent", today=TODAY)
    with pytest.raises(GuardianConsentMissing):
        child.admit({"birth_year": birth_year}, today=TODAY)


def test_an_adult_needs_no_guardian(learner: Build) -> None:
    young = learner(birth_year=2004)
    young.admit({"birth_year": 2004}, today=TODAY)
    assert not young.barred({"birth_year": 2004}, without="guardian_consent", today=TODAY)
    assert young.barred({"birth_year": 2004}, without="learning", today=TODAY)
    assert not young.barred({"birth_year": 2004}, without="photo", today=TODAY)


def test_consents_are_dated_and_kept_when_they_end(learner: Build) -> None:
    someone = learner()
    someone.consent("photo", on="2026-03-01", today=TODAY, at=AT)
    someone.consent("photo", on=TODAY, today=TODAY, at=AT)
    someone.withdraw_consent("photo", today=TODAY, at=AT)
    assert someone.consents[1:] == [{"purpose": "photo", "given_on": "2026-03-01", "withdrawn_on": TODAY}]
    with pytest.raises(ConsentNotGiven):
        someone.withdraw_consent("photo", today=TODAY, at=AT)
    with pytest.raises(NotYetPast):
        someone.consent("photo", on="2026-03-11", today=TODAY, at=AT)
    with pytest.raises(NotYetPast):
        learner(consents=[{"purpose": "photo", "given_on": "2026-03-11"}])
    assert told(someone) == ["registered", "consent-given", "consent-withdrawn"]


@pytest.mark.parametrize(
    ("purpose", "seen"),
    [
        ("learning", {"name", "birth_date", "birth_year", "highest_level"}),
        ("contact", {"name", "contacts", "locality"}),
        ("certificate", {"name", "birth_date"}),
        ("learner_request", {*KNOWN, "birth_year", "highest_level"}),
    ],
)
def test_each_purpose_sees_what_it_needs(learner: Build, purpose: str, seen: set[str]) -> None:
    someone = learner(consents=ALL, highest_level="3")
    assert set(someone.disclose({**KNOWN, "birth_year": 1990}, purpose=purpose)) == seen
    assert told(someone) == ["registered"]


def test_who_does_not_want_to_be_contacted_is_not(learner: Build) -> None:
    with pytest.raises(ConsentMissing):
        learner().disclose(KNOWN, purpose="contact")


def test_a_correction_tells_whether_copies_must_follow(learner: Build) -> None:
    someone = learner()
    why: dict[str, Any] = {"correction": "wrong_entry", "note": None, "today": TODAY, "at": AT}
    assert not someone.put_right({"birth_year": 1990}, **why, name="A", birth_year=1991)
    assert someone.facts[-1].change == {"reason_code": "wrong_entry", "corrected": [], "personal": True}
    assert someone.put_right({"birth_year": 1991}, **why, birth_year=1940, sex="male")
    assert (someone.age_band, someone.facts[-1].change["corrected"]) == ("65+", ["age_band", "sex"])
    someone.put_right({"birth_year": 1940}, **why, contacts=None, locality=None, birth_date=None)
    assert (someone.contacts, someone.locality, someone.birth_date) == ({}, "", "")


def test_an_erased_learner_is_forgotten_for_good(learner: Build) -> None:
    gone = learner(**KNOWN, consents=ALL, highest_level="3")
    gone.erase(reason_code="learner_request", today=TODAY, at=AT)
    assert (gone.status, gone.highest_level, gone.name, gone.birth_year) == ("erased", None, None, None)
    assert all(consent["withdrawn_on"] == TODAY for consent in gone.consents)
    assert (gone.sex, gone.age_band, gone.area_id) == ("female", "25-64", AREA)
    why: dict[str, Any] = {"today": TODAY, "at": AT}
    for change in (
        lambda: gone.erase(reason_code="learner_request", **why),
        lambda: gone.consent("photo", on=TODAY, **why),
        lambda: gone.withdraw_consent("learning", **why),
        lambda: gone.admit({}, today=TODAY),
        lambda: gone.disclose({}, purpose="learning"),
        lambda: gone.put_right({}, correction="other", note=None, **why, sex="male"),
    ):
        with pytest.raises(LearnerErased):
            change()
    assert not gone.relocate(center_id=OTHER_CENTER, at=AT)


def test_a_learner_follows_the_center_and_lives_where_it_was(learner: Build) -> None:
    someone = learner()
    assert someone.relocate(center_id=OTHER_CENTER, at=AT)
    assert not someone.relocate(center_id=OTHER_CENTER, at=AT)
    assert (someone.center_id, someone.area_id, told(someone)) == (OTHER_CENTER, AREA, ["registered", "moved"])
