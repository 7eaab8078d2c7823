from typing import Any

import pytest

from services.partnerships.contract.contribution import GIFT, STATE
from services.partnerships.model import Contribution
from services.partnerships.model.contribution import (
    AgreementNotInForce,
    AgreementOfAnother,
    CashIsNotCounted,
    DatesOutOfOrder,
    GiverUnclear,
    HoursAreHours,
    MeasureMissing,
)
from services.partnerships.model.dates import InFuture
from shared.errors import ChangeNotPossible
from tests.unit.partnerships.conftest import AT, TODAY, Make
from tests.unit.partnerships.test_life import told

HEIR, ELSEWHERE = "0190b3a0-0000-7000-8000-000000000009", "0190b3a0-0000-7000-8000-00000000000a"
HERE = {"center_id": STATE["center_id"], "area_id": STATE["area_id"]}
CASH = {"kind": "cash", "value": {"amount": "1500.00", "currency": "KZT"}, "quantity": None, "unit": None}
WHY = {"at": AT, "reason": "Counted again."}


def pledged(**described: Any) -> Contribution:
    given = {**GIFT, "id": STATE["id"], "partner_id": STATE["partner_id"], **HERE, "agreement": None, "above": set(), **described}
    given.pop("agreement_id")
    return Contribution.pledge(today=TODAY, at=AT, **given)


@pytest.mark.parametrize("giver", [{"partner_id": None}, {"community": True}])
def test_has_one_giver(giver: dict[str, Any]) -> None:
    with pytest.raises(GiverUnclear):
        pledged(**giver)


def test_the_community_gives_too() -> None:
    told(pledged(partner_id=None, community=True), 0)


@pytest.mark.parametrize(("gift", "refusal"), [
    ({**CASH, "value": None}, MeasureMissing),
    ({**CASH, "quantity": "3.00", "unit": "piece"}, CashIsNotCounted),
    ({"kind": "goods", "quantity": None}, MeasureMissing),
    ({"kind": "goods", "unit": None}, MeasureMissing),
    ({"kind": "labor_hours", "quantity": None, "unit": None}, MeasureMissing),
    ({"kind": "labor_hours", "unit": "day"}, HoursAreHours),
    ({"kind": "venue", "quantity": "3.00", "unit": None}, MeasureMissing),
])  # fmt: skip
def test_is_measured_as_its_kind_asks(gift: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pledged(**gift)


@pytest.mark.parametrize("gift", [
    CASH, {"kind": "goods", "value": None}, {"kind": "labor_hours", "unit": None, "value": None},
    {"kind": "venue", "quantity": None, "unit": None}, {"kind": "training", "quantity": "2.00", "unit": "day"},
])  # fmt: skip
def test_may_be_estimated_when_it_is_not_cash(gift: dict[str, Any]) -> None:
    told(pledged(**gift), 0)


def test_labor_is_counted_in_hours() -> None:
    assert pledged(kind="labor_hours", unit=None).unit == "hour"


@pytest.mark.parametrize("step", ["receive", "use", "acknowledge"])
def test_no_step_is_dated_in_the_future_or_before_the_last(a_contribution: Make, step: str) -> None:
    before = {"receive": "confirmed", "use": "received", "acknowledge": "used"}[step]
    taken = {"received_on": "2026-03-20"} if step != "receive" else {"received_on": None}
    contribution = a_contribution(status=before, **taken)
    with pytest.raises(InFuture):
        getattr(contribution, step)(on="2026-06-02", today=TODAY, at=AT)
    with pytest.raises(DatesOutOfOrder):
        getattr(a_contribution(status=before, **taken), step)(on="2026-03-01", today=TODAY, at=AT)


def test_is_not_pledged_in_the_future() -> None:
    with pytest.raises(InFuture):
        pledged(pledged_on="2026-06-02")


def test_goes_its_way_from_the_pledge_to_the_thanks() -> None:
    contribution = pledged()
    contribution.confirm(at=AT)
    contribution.receive(on="2026-03-20", today=TODAY, at=AT)
    contribution.use(on="2026-03-20", today=TODAY, at=AT)
    contribution.acknowledge(on=TODAY, today=TODAY, at=AT)
    told(contribution, 0)
    assert contribution.facts[2].change == {"on": "2026-03-20"}


@pytest.mark.parametrize("status", ["active", "expiring"])
def test_is_given_under_an_agreement_in_force(an_agreement: Make, status: str) -> None:
    assert pledged(agreement=an_agreement(status=status)).agreement_id == an_agreement().id


@pytest.mark.parametrize(("agreement", "refusal"), [
    ({"status": "suspended"}, AgreementNotInForce), ({"status": "signed"}, AgreementNotInForce),
    ({"status": "ended"}, AgreementNotInForce), ({"partner_id": HEIR}, AgreementOfAnother),
    ({"party": {"kind": "center", "id": HEIR}}, AgreementOfAnother),
    ({"party": {"kind": "area", "id": HEIR}}, AgreementOfAnother),
])  # fmt: skip
def test_is_not_given_under_any_other(an_agreement: Make, agreement: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pledged(agreement=an_agreement(**agreement), above={STATE["area_id"]})


def test_the_community_has_no_agreements(an_agreement: Make) -> None:
    with pytest.raises(AgreementOfAnother):
        pledged(partner_id=None, community=True, agreement=an_agreement())


def test_is_put_right_within_the_rules(a_contribution: Make) -> None:
    contribution = a_contribution()
    contribution.put_right(today=TODAY, changes={"quantity": "5.00", "received_on": "2026-03-21"}, **WHY)
    told(contribution, 3)
    with pytest.raises(DatesOutOfOrder):
        contribution.put_right(today=TODAY, changes={"received_on": "2026-01-01"}, **WHY)
    with pytest.raises(MeasureMissing):
        a_contribution().put_right(today=TODAY, changes={"unit": None}, **WHY)


def test_a_step_that_was_not_taken_cannot_be_dated(a_contribution: Make) -> None:
    with pytest.raises(ChangeNotPossible):
        a_contribution().put_right(today=TODAY, changes={"used_on": TODAY}, **WHY)


@pytest.mark.parametrize("status", Contribution.LIFE)
def test_open_promises_follow_their_center(a_contribution: Make, status: str) -> None:
    is_open = status in {"pledged", "confirmed"}
    closed, merged = a_contribution(status=status), a_contribution(status=status)
    assert closed.follow_center(**HERE, center_status="closed", at=AT) is is_open
    assert (closed.status, closed.cancelled_because) == (("cancelled", "center_closed") if is_open else (status, None))
    assert merged.follow_center(center_id=HEIR, area_id=ELSEWHERE, center_status="active", at=AT) is is_open
    assert merged.center_id == (HEIR if is_open else STATE["center_id"])
    assert not a_contribution(status=status).follow_center(**HERE, center_status="suspended", at=AT)
    if is_open:
        told(closed, 3)
        told(merged, 3)
