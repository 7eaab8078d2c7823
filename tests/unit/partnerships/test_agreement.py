from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.partnerships.contract.agreement import STATE, TERMS
from services.partnerships.model import Agreement
from services.partnerships.model.agreement import CenterClosed
from services.partnerships.model.dates import EndBeforeStart, InFuture, NotDueYet, NotLonger, NotYetBegun, TermOver
from services.partnerships.model.scope import NoPeopleToApprove, NothingApproved, PeopleNotApproved, people_in
from tests.unit.partnerships.conftest import AT, TODAY, Make, loaded
from tests.unit.partnerships.test_life import told

PEOPLE = {"event_types": ["toono.programs.learner.registered"], "area_ids": [], "field_names": ["status"]}
COUNTS = {"event_types": ["toono.programs.session"], "area_ids": [], "field_names": ["status"]}
HEIR, ELSEWHERE = "0190b3a0-0000-7000-8000-000000000009", "0190b3a0-0000-7000-8000-00000000000a"
HERE = {"center_id": STATE["center_id"], "area_id": STATE["area_id"]}
WHY = {"at": AT, "reason": "Agreed."}


def proposed(**terms: Any) -> Agreement:
    party = {"kind": "center", "id": STATE["center_id"]}
    described = {**TERMS, "id": "a", "partner_id": "p", "party": party, "center_status": "active", **HERE, **terms}
    return Agreement.propose(at=AT, **described)


def names(agreement: Agreement) -> list[str]:
    return [fact.name for fact in agreement.facts]


def test_is_not_proposed_to_end_before_it_starts() -> None:
    with pytest.raises(EndBeforeStart):
        proposed(starts_on="2026-03-02", ends_on="2026-03-01")
    assert proposed(starts_on="2026-03-01", ends_on="2026-03-01").status == "proposed"


def test_is_not_revised_to_end_before_it_starts(an_agreement: Make) -> None:
    with pytest.raises(EndBeforeStart):
        an_agreement(status="proposed").revise(at=AT, starts_on="2030-01-01")


def test_is_not_signed_on_a_day_to_come(an_agreement: Make) -> None:
    with pytest.raises(InFuture):
        an_agreement(status="negotiating").sign(on="2026-06-02", today=TODAY, at=AT)


@pytest.mark.parametrize(("starts_on", "ends_on", "refusal"), [
    ("2026-06-02", "2027-06-01", NotYetBegun), ("2026-06-01", "2027-06-01", None),
    ("2026-01-01", "2026-05-31", TermOver), ("2026-01-01", "2026-06-01", None),
])  # fmt: skip
def test_is_activated_within_its_term(an_agreement: Make, starts_on: str, ends_on: str, refusal: type[Exception] | None) -> None:
    agreement = an_agreement(status="signed", starts_on=starts_on, ends_on=ends_on)
    if refusal is None:
        agreement.activate(today=TODAY, at=AT)
        assert agreement.status == "active"
        return
    with pytest.raises(refusal):
        agreement.activate(today=TODAY, at=AT)


def test_is_not_resumed_after_its_term(an_agreement: Make) -> None:
    with pytest.raises(TermOver):
        an_agreement(status="suspended", ends_on="2026-05-31").resume(today=TODAY, **WHY)


@given(st.integers(-400, 400))
def test_the_clock_is_heard_when_it_is_time(days: int) -> None:
    today = date.fromisoformat(TODAY)
    ends_on = (today + timedelta(days=days)).isoformat()
    agreement = loaded(Agreement, {**STATE, "ends_on": ends_on})
    if days > 60:
        with pytest.raises(NotDueYet) as refusal:
            agreement.note_expiring(today=TODAY, at=AT)
        assert refusal.value.params["due_on"] == (today + timedelta(days=days - 60)).isoformat()
    else:
        agreement.note_expiring(today=TODAY, at=AT)
        assert agreement.status == "expiring"
    if days >= 0:
        with pytest.raises(NotDueYet):
            agreement.end_due(today=TODAY, at=AT)
    else:
        agreement.end_due(today=TODAY, at=AT)
        assert (agreement.status, agreement.ended_because) == ("ended", "term_over")


def test_ends_by_way_of_expiring(an_agreement: Make) -> None:
    agreement = an_agreement(ends_on="2026-05-31")
    agreement.end_due(today=TODAY, at=AT)
    assert names(agreement) == ["expiring", "ended"]
    assert agreement.facts[-1].change == {"reason": "term_over"}


def test_a_renewal_lengthens_it_and_brings_it_back(an_agreement: Make) -> None:
    agreement = an_agreement(status="expiring", ends_on="2026-06-30")
    with pytest.raises(NotLonger):
        agreement.renew(ends_on="2026-06-30", today=TODAY, **WHY)
    agreement.renew(ends_on="2027-06-30", today=TODAY, **WHY)
    assert (agreement.status, agreement.ends_on) == ("active", "2027-06-30")
    assert agreement.facts[0].change == {"reason": "Agreed.", "before": "2026-06-30"}


@pytest.mark.parametrize(("types", "people"), [
    (["toono.programs.learner"], ["toono.programs.learner"]),
    (["toono.feedback.case.resolved", "toono.registry"], ["toono.feedback.case.resolved"]),
    (["toono.programs"], []),
    (["toono.programs.session.held"], []),
])  # fmt: skip
def test_only_what_names_its_kind_opens_facts_about_persons(types: list[str], people: list[str]) -> None:
    assert people_in({"event_types": types}) == people
    assert people_in(None) == []


def test_facts_about_persons_need_the_ministry(an_agreement: Make) -> None:
    agreement = an_agreement(status="signed", data_scope=PEOPLE)
    with pytest.raises(PeopleNotApproved):
        agreement.activate(today=TODAY, at=AT)
    agreement.approve_people(at=AT)
    agreement.activate(today=TODAY, at=AT)
    assert agreement.people_approved_by_ministry
    told(agreement, 4)


def test_nothing_is_approved_where_no_person_is_meant(an_agreement: Make) -> None:
    for scope in (None, COUNTS):
        with pytest.raises(NoPeopleToApprove):
            an_agreement(data_scope=scope).approve_people(at=AT)


@pytest.mark.parametrize("status", ["negotiating", "active"])
def test_another_scope_must_be_approved_anew(an_agreement: Make, status: str) -> None:
    agreement = an_agreement(status=status, data_scope=PEOPLE, people_approved_by_ministry=True)
    wider = {**PEOPLE, "field_names": ["status", "sex"]}
    if status == "active":
        agreement.rescope(data_scope=wider, **WHY)
    else:
        agreement.revise(data_scope=wider, at=AT)
    assert not agreement.people_approved_by_ministry
    told(agreement, 4)


def test_an_unchanged_scope_stays_approved(an_agreement: Make) -> None:
    agreement = an_agreement(status="negotiating", data_scope=PEOPLE, people_approved_by_ministry=True)
    agreement.revise(data_scope=dict(PEOPLE), role="1", at=AT)
    assert agreement.people_approved_by_ministry


def test_an_approval_is_withdrawn(an_agreement: Make) -> None:
    agreement = an_agreement(data_scope=PEOPLE, people_approved_by_ministry=True)
    agreement.withdraw_people(**WHY)
    assert not agreement.people_approved_by_ministry
    with pytest.raises(NothingApproved):
        agreement.withdraw_people(**WHY)


def test_a_corrected_end_lifts_the_notice(an_agreement: Make) -> None:
    agreement = an_agreement(status="expiring", ends_on="2026-06-30")
    agreement.put_right(today=TODAY, changes={"ends_on": "2029-06-30"}, **WHY)
    assert agreement.status == "active"
    assert agreement.facts[0].change["corrected"] == ["ends_on", "status"]
    with pytest.raises(EndBeforeStart):
        agreement.put_right(today=TODAY, changes={"ends_on": "2020-01-01"}, **WHY)


def test_follows_its_center(an_agreement: Make) -> None:
    agreement = an_agreement()
    agreement.follow_center(**HERE, center_status="suspended", at=AT)
    assert agreement.flags == ["center_suspended"]
    agreement.follow_center(**HERE, center_status="active", at=AT)
    assert agreement.flags == []
    agreement.follow_center(**HERE, center_status="closed", at=AT)
    assert agreement.flags == ["center_closed"]
    assert names(agreement) == ["flagged", "unflagged", "flagged"]
    assert agreement.facts[1].change == {"flags": ["center_suspended"]}
    told(agreement, 4)


def test_moves_when_its_center_is_merged(an_agreement: Make) -> None:
    agreement = an_agreement(flags=["center_suspended"])
    assert agreement.follow_center(center_id=HEIR, area_id=ELSEWHERE, center_status="dormant", at=AT)
    assert (agreement.center_id, agreement.area_id, agreement.flags) == (HEIR, ELSEWHERE, [])
    assert agreement.party == {"kind": "center", "id": HEIR}
    assert names(agreement) == ["moved", "unflagged"]
    assert agreement.facts[0].change == {"before": HERE}
    told(agreement, 4)


@pytest.mark.parametrize(("status", "center_status"), [("active", "active"), ("ended", "closed"), ("ended", "suspended")])
def test_follows_nowhere_when_there_is_nothing_to_do(an_agreement: Make, status: str, center_status: str) -> None:
    agreement = an_agreement(status=status)
    assert not agreement.follow_center(**HERE, center_status=center_status, at=AT)
    assert not agreement.facts


def test_is_flagged_from_the_start_if_the_center_is_suspended() -> None:
    assert proposed(center_status="suspended").flags == ["center_suspended"]


@pytest.mark.parametrize(
    ("status", "change"),
    [
        ("negotiating", lambda a: a.sign(on=TODAY, today=TODAY, at=AT)),
        ("signed", lambda a: a.activate(today=TODAY, at=AT)),
        ("suspended", lambda a: a.resume(today=TODAY, **WHY)),
        ("active", lambda a: a.renew(ends_on="2029-01-01", today=TODAY, **WHY)),
    ],
)
def test_nothing_comes_into_force_with_a_closed_center(an_agreement: Make, status: str, change: Any) -> None:
    with pytest.raises(CenterClosed):
        change(an_agreement(status=status, flags=["center_closed"]))


@pytest.mark.parametrize(("party", "covers"), [
    ({"kind": "ministry", "id": None}, True), ({"kind": "center", "id": "c"}, True), ({"kind": "center", "id": "d"}, False),
    ({"kind": "area", "id": "oblast"}, True), ({"kind": "area", "id": "other"}, False),
])  # fmt: skip
def test_covers_the_centers_of_its_party(an_agreement: Make, party: dict[str, Any], covers: bool) -> None:  # noqa: FBT001
    assert an_agreement(party=party).covers("c", {"audan", "oblast"}) is covers
