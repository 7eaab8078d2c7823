"""The parts of `toono verify` that need no database; tests/e2e/test_demo.py shows that it notices what is wrong."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.cli.verify import journals, recount
from deploy.cli.verify.finding import INVARIANTS, SAYS, SHOWN, SHOWS, Finding, upheld
from gateway.catalog import kinds
from gateway.views.cells import CELLS, difference
from shared.relay.numbering import link


def states(kind, *some):
    return {name: {} for name in recount.BY_STATUS.keys() | recount.MORE.keys()} | {kind: dict(enumerate(some))}


def statuses(kind):
    allowed: Any = kinds()[kind][1].state._declared_fields["status"].validate
    return allowed.choices


@pytest.mark.parametrize(("kind", "status"), [(kind, status) for kind in sorted(CELLS) for status in statuses(kind)])
def test_the_recount_counts_as_the_projector_does(kind, status):
    state = {**kinds()[kind][1].example, "status": status}
    counted = {cell: count for cell, count in recount.recount(states(kind, state)).items() if count}
    assert counted == {(area, *cell): count for (area, cell), count in difference(kind, None, state).items()}


def test_every_kind_with_roll_ups_is_recounted():
    assert recount.BY_STATUS.keys() | recount.MORE.keys() == CELLS.keys()


def test_a_hidden_case_counts_by_what_it_tells():
    hidden = {"id": "1", "version": 1, "status": "received", "area_id": "region"}
    counted = recount.recount(states("case", hidden))
    assert counted == Counter({(area, *cell): count for (area, cell), count in difference("case", None, hidden).items()})


def test_the_chain_is_that_of_the_relay():
    entry = {
        "_id": "1" * 40, "command": "raise_need", "actor": {"id": "a", "roles": ["b"]}, "fingerprint": "f", "reason": "себеп",
        "recorded_at": datetime(2026, 3, 1, 8, 15, 0, 1000, tzinfo=UTC), "correlation": "c", "causation": None,
        "facts": [{"id": "f", "type": "toono.feedback.need.raised", "position": 1, "state": {"b": 1.5, "a": [None, True]}}],
        "reply": {"kind": "need", "id": "n", "version": 1, "fact": 0}, "sequence": 1, "hash": "h", "pending": True,
    }  # fmt: skip
    assert journals._link("abc", entry) == link("abc", entry)
    assert journals._link("abd", entry) != link("abc", entry)


def test_a_finding_holds_only_if_nothing_is_wrong():
    assert Finding.of("states", 3, []).holds
    found = Finding.of("states", 9, (str(number) for number in range(9)))
    assert (found.holds, found.wrong, len(found.examples)) == (False, 9, SHOWN)
    assert found.document()["says"] == SAYS["states"]


def test_every_check_stands_for_an_invariant_and_every_invariant_is_checked():
    assert SHOWS.keys() == SAYS.keys()
    assert {name for shown in SHOWS.values() for name in shown} == set(INVARIANTS)
    broken = upheld([Finding("receipts", 1, 1, ("x",)), Finding("states", 1)])
    assert [name for name, holds in broken.items() if not holds] == ["I1", "I3"]


def test_a_kept_state_is_held_against_the_newest_that_was_told():
    told = {("need", "n"): (2, journals._digest({"id": "n", "version": 2, "rank": 1}))}
    own = states("need")
    assert list(journals.kept({**own, "need": {"n": {"version": 2, "rank": 1, "id": "n"}}}, told)) == []
    assert "otherwise" in next(journals.kept({**own, "need": {"n": {"version": 2, "rank": 9, "id": "n"}}}, told))
    assert "up to 2" in next(journals.kept({**own, "need": {"n": {"version": 3, "rank": 1, "id": "n"}}}, told))
    assert "up to 0" in next(journals.kept({**own, "need": {"m": {"version": 1, "id": "m"}}}, told))
