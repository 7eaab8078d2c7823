import itertools
from collections.abc import Callable

import pytest

from services.feedback.model import Need
from services.feedback.model.need import NeedEnded, NotRanked
from services.feedback.model.support import supporter_id
from shared.errors import ChangeNotPossible
from tests.unit.feedback.conftest import AREA, AT, CENTER, DECISION, MEETING, OFFERING, OTHER, PROGRAM, WHY, a_need

CHANGES: dict[str, Callable[[Need], object]] = {
    "validated": lambda need: need.validate(at=AT),
    "prioritized": lambda need: need.prioritize(meeting_id=MEETING, rank=1, at=AT),
    "declined": lambda need: need.decline(at=AT, reason=WHY),
}
FACTS: dict[str, Callable[[Need], object]] = {
    "approved": lambda need: need.plan(program_id=PROGRAM, at=AT),
    "approved too": lambda need: need.plan(program_id=OTHER, at=AT),
    "completed": lambda need: need.answer(program_id=PROGRAM, offering_id=OFFERING, at=AT),
    "completed again": lambda need: need.answer(program_id=PROGRAM, offering_id=OFFERING, at=AT),
    "decided": lambda need: need.judge(decision_id=DECISION, met=True, at=AT),
}
IN_ORDER = ("validated", "prioritized")


def ended_by(order: tuple[str, ...]) -> dict[str, object]:
    need = a_need()
    for step in order:
        (CHANGES | FACTS)[step](need)
    return {name: value for name, value in need.state().items() if name != "version"}


@pytest.mark.parametrize(("status", "wanted"), list(itertools.product(Need.LIFE, CHANGES)))
def test_only_what_is_drawn_can_be_asked(status: str, wanted: str) -> None:
    need = a_need(status)
    if wanted in Need.LIFE[status]:
        CHANGES[wanted](need)
        assert need.status == wanted
    else:
        with pytest.raises(ChangeNotPossible):
            CHANGES[wanted](need)
        assert need.version == 1


def test_the_end_does_not_depend_on_the_order_of_facts() -> None:
    steps = [*IN_ORDER, *FACTS]
    orders = [o for o in itertools.permutations(steps) if o.index("validated") < o.index("prioritized")]
    ends = [ended_by(order) for order in orders[::7]]
    assert ends[0]["status"] == "met"
    assert all(end == ends[0] for end in ends)


def test_an_offering_alone_tells_of_its_program() -> None:
    need = a_need("prioritized")
    FACTS["completed"](need)
    assert [fact.name for fact in need.facts] == ["raised", "planned", "answered"]
    assert need.program_ids == [PROGRAM]
    assert FACTS["approved"](need) is False


def test_a_need_that_is_not_prioritized_keeps_its_links_and_stays() -> None:
    need = a_need()
    FACTS["approved"](need)
    assert (need.status, need.facts[-1].name, need.program_ids) == ("raised", "linked", [PROGRAM])


def test_a_repeated_fact_changes_nothing() -> None:
    need = a_need("prioritized")
    assert FACTS["completed"](need)
    version = need.version
    assert not FACTS["completed"](need)
    assert need.version == version


def test_a_declined_need_keeps_later_links_and_stays_declined() -> None:
    need = a_need()
    CHANGES["declined"](need)
    assert need.declined_because == WHY
    for fact in FACTS.values():
        fact(need)
    assert (need.status, need.program_ids, need.decision_id) == ("declined", sorted([PROGRAM, OTHER]), None)


def test_only_a_decision_meets_a_need() -> None:
    need = a_need("prioritized")
    for fact in ("approved", "completed"):
        FACTS[fact](need)
    assert need.status == "answered"
    need.judge(decision_id=DECISION, met=False, at=AT)
    assert (need.status, need.decision_id) == ("answered", None)
    need.judge(decision_id=DECISION, met=True, at=AT)
    assert need.status == "met"


def test_a_later_decision_takes_back_an_early_one() -> None:
    need = a_need("prioritized")
    need.judge(decision_id=DECISION, met=True, at=AT)
    need.judge(decision_id=OTHER, met=False, at=AT)
    FACTS["completed"](need)
    assert need.status == "answered"


def test_persons_and_heads_are_never_summed() -> None:
    need = a_need()
    need.back(persons=1, at=AT)
    need.count_heads(meeting_id=MEETING, heads=31, at=AT)
    need.count_heads(meeting_id=OTHER, heads=12, at=AT)
    assert need.support == {"persons": 1, "head_count": 31}
    need.count_heads(meeting_id=MEETING, heads=3, at=AT)
    assert need.support["head_count"] == 12


@pytest.mark.parametrize("status", ["met", "declined"])
def test_an_ended_need_takes_no_support(status: str) -> None:
    with pytest.raises(NeedEnded):
        a_need(status).back(persons=1, at=AT)
    with pytest.raises(NeedEnded):
        a_need(status).count_heads(meeting_id=MEETING, heads=1, at=AT)


def test_a_rank_is_corrected_only_where_there_is_one() -> None:
    need = a_need("validated")
    with pytest.raises(NotRanked):
        need.correct(at=AT, reason=WHY, changes={"rank": 2})
    CHANGES["prioritized"](need)
    need.correct(at=AT, reason=WHY, changes={"rank": 2, "topic": "health"})
    assert (need.rank, need.facts[-1].change["corrected"]) == (2, ["rank", "topic"])


def test_an_open_need_follows_its_center() -> None:
    need = a_need()
    assert not need.follow(center_id=CENTER, area_id=AREA, at=AT)
    assert need.follow(center_id=OTHER, area_id=AREA, at=AT)
    assert not a_need("met").follow(center_id=OTHER, area_id=AREA, at=AT)


def test_nothing_private_is_told() -> None:
    need = a_need()
    need.support_key = "secret"
    need.count_heads(meeting_id=MEETING, heads=31, at=AT)
    assert not {"support_key", "head_counts"} & set(need.state())


def test_a_supporter_is_recognized_for_one_need_only() -> None:
    once = supporter_id("key of this need", "+7 701 000-00-00")
    assert once == supporter_id("key of this need", "77010000000")
    assert once != supporter_id("key of this need", "+7 701 000 00 01")
    assert once != supporter_id("key of another need", "+7 701 000-00-00")
