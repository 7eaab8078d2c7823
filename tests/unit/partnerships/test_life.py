"""Every change from every status: those that are drawn lead where they should, all others are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from services.partnerships.contract import CONTRACT
from services.partnerships.model import Agreement, Contribution, Partner
from shared.errors import ChangeNotPossible
from tests.unit.partnerships.conftest import AT, TODAY, Make

NEAR, PAST = "2026-07-15", "2026-05-31"
WHY = {"at": AT, "reason": "Agreed."}
ON = {"on": "2026-05-20", "today": TODAY, "at": AT}
EVENTS = {kind.name: set(kind.events) for kind in CONTRACT.kinds}
STATES = {kind.name: kind.state() for kind in CONTRACT.kinds}
Change = Callable[[Any], None]
Drawn = dict[str, str]

PARTNER: dict[str, tuple[Change, Drawn]] = {
    "verify": (lambda p: p.verify(at=AT), {"registered": "verified"}),
    "deactivate": (lambda p: p.deactivate(in_force=[], **WHY), {"verified": "inactive"}),
    "reactivate": (lambda p: p.reactivate(**WHY), {"inactive": "verified"}),
    "revise": (lambda p: p.revise(at=AT, website=None), {"registered": "registered", "verified": "verified"}),
}
AGREEMENT: dict[str, tuple[Change, Drawn]] = {
    "revise": (lambda a: a.revise(at=AT, role="1"), {"proposed": "proposed", "negotiating": "negotiating"}),
    "negotiate": (lambda a: a.negotiate(at=AT), {"proposed": "negotiating"}),
    "sign": (lambda a: a.sign(**ON), {"negotiating": "signed"}),
    "activate": (lambda a: a.activate(today=TODAY, at=AT), {"signed": "active"}),
    "note_expiring": (lambda a: a.note_expiring(today=TODAY, at=AT), {"active": "expiring"}),
    "renew": (
        lambda a: a.renew(ends_on="2027-12-31", today=TODAY, **WHY),
        {"active": "active", "expiring": "active"},
    ),
    "suspend": (lambda a: a.suspend(**WHY), {"active": "suspended", "expiring": "suspended"}),
    "resume": (lambda a: a.resume(today=TODAY, **WHY), {"suspended": "active"}),
    "end": (lambda a: a.end(**WHY), {"expiring": "ended", "suspended": "ended"}),
    "rescope": (
        lambda a: a.rescope(data_scope=None, **WHY),
        {status: status for status in ("signed", "active", "expiring", "suspended")},
    ),
}
CONTRIBUTION: dict[str, tuple[Change, Drawn]] = {
    "confirm": (lambda c: c.confirm(at=AT), {"pledged": "confirmed"}),
    "receive": (lambda c: c.receive(**ON), {"confirmed": "received"}),
    "use": (lambda c: c.use(**ON), {"received": "used"}),
    "acknowledge": (lambda c: c.acknowledge(**ON), {"used": "acknowledged"}),
    "cancel": (lambda c: c.cancel(**WHY), {"pledged": "cancelled", "confirmed": "cancelled"}),
}


def cases(cls: Any, changes: dict[str, tuple[Change, Drawn]]) -> list[Any]:
    return [
        pytest.param(status, change, drawn.get(status), id=f"{name}-{status}")
        for status in cls.LIFE
        for name, (change, drawn) in changes.items()
    ]


def check(aggregate: Any, change: Change, leads_to: str | None) -> None:
    before = aggregate.state()
    if leads_to is None:
        with pytest.raises(ChangeNotPossible) as refusal:
            change(aggregate)
        assert refusal.value.params["possible"] == (", ".join(aggregate.LIFE[before["status"]]) or "nothing")
        assert aggregate.state() == before
        assert not aggregate.facts
        return
    change(aggregate)
    assert aggregate.status == leads_to
    told(aggregate, before["version"])


def told(aggregate: Any, version: int) -> None:
    """Every fact is published, and its state and versions are in order."""
    assert aggregate.facts
    for number, fact in enumerate(aggregate.facts, start=version + 1):
        assert fact.name in EVENTS[aggregate.KIND]
        assert fact.version == number
        STATES[aggregate.KIND].load(fact.state)


@pytest.mark.parametrize(("status", "change", "leads_to"), cases(Partner, PARTNER))
def test_partner(a_partner: Make, status: str, change: Change, leads_to: str | None) -> None:
    check(a_partner(status=status), change, leads_to)


@pytest.mark.parametrize(("status", "change", "leads_to"), cases(Agreement, AGREEMENT))
def test_agreement(an_agreement: Make, status: str, change: Change, leads_to: str | None) -> None:
    check(an_agreement(status=status, ends_on=NEAR), change, leads_to)


@pytest.mark.parametrize(("status", "change", "leads_to"), cases(Contribution, CONTRIBUTION))
def test_contribution(a_contribution: Make, status: str, change: Change, leads_to: str | None) -> None:
    check(a_contribution(status=status, received_on=None), change, leads_to)


@pytest.mark.parametrize("status", Agreement.LIFE)
def test_the_clock_ends_what_was_in_force(an_agreement: Make, status: str) -> None:
    leads_to = "ended" if status in {"active", "expiring", "suspended"} else None
    check(an_agreement(status=status, ends_on=PAST), lambda a: a.end_due(today=TODAY, at=AT), leads_to)


@pytest.mark.parametrize(("cls", "changes"), [(Partner, PARTNER), (Agreement, AGREEMENT), (Contribution, CONTRIBUTION)])
def test_life_draws_these_changes_and_no_others(cls: Any, changes: dict[str, tuple[Change, Drawn]]) -> None:
    drawn = {(before, after) for _, leads in changes.values() for before, after in leads.items() if before != after}
    assert {(before, after) for before, followers in cls.LIFE.items() for after in followers} == drawn
