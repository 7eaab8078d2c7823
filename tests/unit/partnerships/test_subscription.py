from typing import Any

import pytest

from services.partnerships.contract import agreement, subscription
from services.partnerships.contract.examples import CENTER
from services.partnerships.model import Agreement, Subscription
from services.partnerships.model.breadth import BeyondScope, NothingOpened, PersonsNotNarrowed, refuse_outside
from services.partnerships.model.scope import PeopleNotApproved
from services.partnerships.model.subscription import REMEMBERED, AgreementTellsNothing, NoEndpoint, NothingIsSent
from shared.errors import ChangeNotPossible
from tests.unit.partnerships.conftest import AT, TODAY, loaded

ASKED = {name: value for name, value in subscription.ASKED.items() if name != "way"}
URL = "https://partner.example/events"
LATER = "2026-06-02T08:00:00.000Z"


def in_force(**fields: Any) -> Agreement:
    one: Agreement = loaded(
        Agreement, {**agreement.STATE, "spells": [{"since": AT, "until": None, "ends_on": "2027-02-28"}], **fields}
    )
    return one


def opened(of: Agreement | None = None, way: str = "feed", **asked: Any) -> Subscription:
    secret = "whsec_x" if way == "webhook" else None
    asked = {**ASKED, **({"endpoint": URL} if way == "webhook" else {}), **asked}
    return Subscription.open(id="s", agreement=of or in_force(), way=way, secret=secret, at=AT, **asked)


def scope(**told: list[str]) -> dict[str, Any]:
    return {"data_scope": {**agreement.SCOPE, **told}}


def names(one: Any) -> list[str]:
    return [fact.name for fact in one.facts]


def test_a_feed_is_active_at_once_and_a_webhook_waits_for_its_endpoint() -> None:
    assert opened().status == "active"
    hook = opened(way="webhook")
    assert (hook.status, names(hook)) == ("pending", ["opened", "challenge-asked"])
    hook.verify(at=AT)
    assert hook.status == "active"


@pytest.mark.parametrize("status", ["proposed", "negotiating", "signed", "suspended", "ended"])
def test_only_an_agreement_in_force_is_subscribed_under(status: str) -> None:
    with pytest.raises(AgreementTellsNothing):
        opened(in_force(status=status))


def test_without_a_data_scope_there_is_nothing_to_ask_for() -> None:
    with pytest.raises(NothingOpened):
        opened(in_force(data_scope=None))


@pytest.mark.parametrize(("type_", "fits"), [
    ("toono.programs.session.held", True), ("toono.programs.session", False), ("toono.programs.session.held-up", False),
    ("toono.programs", False), ("toono.registry.center", False),
])  # fmt: skip
def test_types_are_within_those_of_the_agreement(type_: str, *, fits: bool) -> None:
    if fits:
        opened(event_types=[type_])
    else:
        with pytest.raises(BeyondScope, match=type_):
            opened(event_types=[type_])


def test_a_prefix_opens_what_begins_with_it_in_whole_parts() -> None:
    wide = in_force(**scope(event_types=["toono.programs.session"]))
    opened(wide, event_types=["toono.programs.session.held", "toono.programs.session"])
    with pytest.raises(BeyondScope):
        opened(wide, event_types=["toono.programs.sessions"])


def test_fields_are_within_those_of_the_agreement() -> None:
    opened(field_names=["status"])
    with pytest.raises(BeyondScope, match="contacts"):
        opened(field_names=["status", "contacts"])


def test_persons_need_the_approval_and_no_finer_filter() -> None:
    people = scope(event_types=["toono.programs.enrolment"])
    with pytest.raises(PeopleNotApproved):
        opened(in_force(**people), event_types=["toono.programs.enrolment"])
    approved = in_force(**people, people_approved_by_ministry=True)
    opened(approved, event_types=["toono.programs.enrolment"])
    with pytest.raises(PersonsNotNarrowed):
        opened(approved, event_types=["toono.programs.enrolment"], center_ids=[CENTER])


@pytest.mark.parametrize(("party", "above", "fits"), [
    ({"kind": "ministry", "id": None}, {"x", "region"}, True),
    ({"kind": "area", "id": "region"}, {"x", "region"}, True),
    ({"kind": "area", "id": "region"}, {"x", "elsewhere"}, False),
    ({"kind": "center", "id": "c"}, {"x"}, False),
])  # fmt: skip
def test_areas_lie_within_the_party(party: dict[str, Any], above: set[str], *, fits: bool) -> None:
    if fits:
        refuse_outside(in_force(party=party), {"x": above}, {})
    else:
        with pytest.raises(BeyondScope):
            refuse_outside(in_force(party=party), {"x": above}, {})


def test_areas_and_centers_lie_within_the_data_scope() -> None:
    narrow = in_force(party={"kind": "ministry", "id": None}, **scope(area_ids=["region"]))
    refuse_outside(narrow, {"x": {"x", "region"}}, {"c": {"x", "region"}})
    for areas, centers in (({"y": {"y"}}, {}), ({}, {"c": {"y"}})):
        with pytest.raises(BeyondScope):
            refuse_outside(narrow, areas, centers)


def test_it_is_paused_resumed_and_ended() -> None:
    one = opened()
    one.pause(at=AT, reason="a move")
    assert (one.status, one.because) == ("paused", "a move")
    one.resume(at=AT)
    one.end(at=AT, reason="over")
    assert names(one) == ["opened", "paused", "resumed", "ended"]
    for change in (lambda: one.resume(at=AT), lambda: one.pause(at=AT, reason="no"), lambda: one.end(at=AT, reason="no")):
        with pytest.raises(ChangeNotPossible):
            change()


@pytest.mark.parametrize("status", ["pending", "active", "paused", "disabled"])
def test_after_a_suspension_it_is_what_it_was(status: str) -> None:
    one: Subscription = loaded(Subscription, {**subscription.STATE, "status": status})
    one.stop(at=AT, reason="suspended")
    one.stop(at=AT, reason="suspended again")
    assert (one.status, one.because) == ("stopped", "suspended")
    one.go_on(at=AT)
    one.go_on(at=AT)
    assert (one.status, one.because, names(one)) == (status, None, ["stopped", "continued"])


def test_a_new_endpoint_has_to_prove_itself() -> None:
    hook = opened(way="webhook")
    hook.verify(at=AT)
    hook.revise(agreement=in_force(), at=AT, endpoint="https://partner.example/other")
    assert (hook.status, names(hook)[-2:]) == ("pending", ["revised", "challenge-asked"])
    with pytest.raises(NoEndpoint):
        opened().revise(agreement=in_force(), at=AT, endpoint=URL)


def test_a_revision_stays_within_the_agreement_and_records_only_changes() -> None:
    one = opened()
    one.revise(agreement=in_force(), at=AT, ordered=False)
    assert names(one) == ["opened"]
    with pytest.raises(BeyondScope):
        one.revise(agreement=in_force(), at=AT, event_types=["toono.registry"])


def test_a_rotation_keeps_the_last_secret_for_a_time_and_none_older() -> None:
    hook = opened(way="webhook")
    hook.rotate(secret="whsec_y", kept=hook.secrets or [], until=LATER, at=AT)
    assert hook.secrets == [{"secret": "whsec_x", "until": LATER}, {"secret": "whsec_y", "until": None}]
    hook.rotate(secret="whsec_z", kept=hook.secrets, until=LATER, at=AT)
    assert [one["secret"] for one in hook.secrets] == ["whsec_y", "whsec_z"]
    assert "whsec" not in str([fact.state for fact in hook.facts])


def test_what_is_asked_for_is_numbered_and_not_kept_for_ever() -> None:
    hook = opened(way="webhook")
    hook.verify(at=AT)
    for _ in range(REMEMBERED + 5):
        hook.ask("ping", at=AT)
    numbers = [one["number"] for one in hook.requests]
    assert numbers == list(range(7, REMEMBERED + 7))
    with pytest.raises(NothingIsSent):
        opened().ask("ping", at=AT)


def test_an_endpoint_that_has_answered_is_not_challenged_again() -> None:
    """Whoever asks for the challenge once the endpoint listens may come after the one that was sent at the opening."""
    hook = opened(way="webhook")
    hook.ask("challenge", at=AT)
    assert (hook.asked, names(hook)[-1]) == (2, "challenge-asked")
    hook.verify(at=AT)
    told = names(hook)
    hook.ask("challenge", at=AT)
    assert (hook.asked, names(hook)) == (2, told)
    hook.pause(at=AT, reason="why")
    with pytest.raises(ChangeNotPossible):
        hook.ask("challenge", at=AT)


class TestSpells:
    """The times in which an agreement was in force."""

    def test_from_the_activation_to_a_suspension_and_again(self) -> None:
        one = loaded(Agreement, {**agreement.STATE, "status": "signed"})
        one.activate(today=TODAY, at="1")
        one.suspend(at="2", reason="why")
        one.resume(today=TODAY, at="3", reason="why")
        one.suspend(at="4", reason="why")
        one.end(at="5", reason="why")
        assert [(spell["since"], spell["until"]) for spell in one.spells] == [("1", "2"), ("3", "4")]

    def test_a_renewal_in_time_lengthens_and_a_late_one_begins_anew(self) -> None:
        one = in_force()
        one.renew(ends_on="2028-01-01", today="2027-02-28", at="2", reason="why")
        assert [spell["ends_on"] for spell in one.spells] == ["2028-01-01"]
        one.renew(ends_on="2029-01-01", today="2028-01-02", at="3", reason="why")
        assert [(spell["since"], spell["ends_on"]) for spell in one.spells] == [(AT, "2028-01-01"), ("3", "2029-01-01")]

    def test_the_ministrys_approval_has_its_times_too(self) -> None:
        one = in_force(**scope(event_types=["toono.programs.enrolment"]))
        one.approve_people(at="1")
        one.approve_people(at="2")
        one.withdraw_people(at="3", reason="why")
        one.approve_people(at="4")
        one.rescope(data_scope=None, at="5", reason="why")
        assert [(spell["since"], spell["until"]) for spell in one.approvals] == [("1", "3"), ("4", "5")]

    def test_they_stay_in_the_service(self) -> None:
        assert not {"spells", "approvals"} & set(in_force().state())
