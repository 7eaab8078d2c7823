"""Every change from every status: those that are drawn lead where they should, all others are refused and change nothing."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from

from services.programs.model import Enrolment, Learner, Offering, Program, Session
from services.programs.model.enrolment import ALIVE
from services.programs.model.places import OfferingFull, OfferingNotOpen
from shared.errors import ChangeNotPossible, Refusal
from tests.unit.programs.conftest import ACTIVE, AT, TODAY, make, told

Change = Callable[[Any], Any]
Drawn = dict[str, str]
WHY = {"at": AT, "reason": "Agreed."}
END = {"today": TODAY, "at": AT}

PROGRAM: dict[str, tuple[Change, Drawn]] = {
    "approve": (
        lambda p: p.approve(override_reason="A pilot.", at=AT),
        {"drafted": "approved", "endorsed": "approved"},
    ),
    "retire": (lambda p: p.retire(**WHY), {"approved": "retired"}),
}
OFFERING: dict[str, tuple[Change, Drawn]] = {
    "open": (lambda o: o.open(center=ACTIVE, at=AT), {"planned": "open"}),
    "start": (lambda o: o.start(at=AT), {"open": "running"}),
    "complete": (lambda o: o.complete(on=TODAY, today=TODAY, at=AT), {"running": "completed"}),
    "cancel": (lambda o: o.cancel(**WHY), dict.fromkeys(("planned", "open", "running", "on_hold"), "cancelled")),
    "hold": (
        lambda o: o.hold(at=AT),
        {"planned": "on_hold", "open": "on_hold", "running": "on_hold", "on_hold": "on_hold"},
    ),
}
SESSION: dict[str, tuple[Change, Drawn]] = {
    "revise": (lambda s: s.revise(minutes=5, at=AT), {"scheduled": "scheduled"}),
    "cancel": (lambda s: s.cancel(**WHY), {"scheduled": "cancelled"}),
}
ENROLMENT: dict[str, tuple[Change, Drawn]] = {
    "seat": (
        lambda e: e.seat(0, **END),
        {"applied": "enrolled", "waitlisted": "enrolled", "provisional": "enrolled"},
    ),
    "wait": (lambda e: e.seat(1, **END), {"applied": "waitlisted"}),
    "refuse": (
        lambda e: e.end("refused", reason_code="no_place", **END),
        {"applied": "refused", "waitlisted": "refused"},
    ),
    "complete": (lambda e: e.end("completed", **END), {"enrolled": "completed"}),
    "withdraw": (lambda e: e.end("withdrawn", reason_code="work", **END), dict.fromkeys(ALIVE, "withdrawn")),
    "transfer": (lambda e: e.end("transferred", reason_code="another_time", **END), {"enrolled": "transferred"}),
}
TABLES: dict[type[Any], dict[str, tuple[Change, Drawn]]] = {
    Program: PROGRAM,
    Offering: OFFERING,
    Session: SESSION,
    Enrolment: ENROLMENT,
}
CASES = [
    pytest.param(cls, status, change, drawn.get(status), id=f"{cls.KIND}-{name}-{status}")
    for cls, table in TABLES.items()
    for name, (change, drawn) in table.items()
    for status in cls.LIFE
]


@pytest.mark.parametrize(("cls", "status", "change", "leads_to"), CASES)
def test_change(cls: type[Any], status: str, change: Change, leads_to: str | None) -> None:
    aggregate = make(cls, status=status)
    before = aggregate.document()
    if leads_to is None:
        with pytest.raises(ChangeNotPossible):
            change(aggregate)
        assert aggregate.document() == before
        assert not aggregate.facts
    else:
        change(aggregate)
        assert aggregate.status == leads_to
        assert leads_to == status or leads_to in cls.LIFE[status]
        assert aggregate.loaded_version + len(told(aggregate)) == aggregate.version


def test_every_drawn_change_can_be_made() -> None:
    made = {
        cls: {(status, after) for _, drawn in table.values() for status, after in drawn.items() if status != after}
        for cls, table in TABLES.items()
    }
    made[Program].add(("drafted", "endorsed"))  # by a decision: test_program
    made[Session].add(("scheduled", "held"))  # by a mark: test_attendance
    made[Offering] |= {("on_hold", before) for before in ("planned", "open", "running")}  # test_offering
    made[Learner] = {("registered", "erased")}  # test_learner
    for cls, changes in made.items():
        assert changes == {(status, after) for status, possible in cls.LIFE.items() for after in possible}


class Enrolling(RuleBasedStateMachine):
    """Whatever is asked in whatever order: no place is given twice, and nobody waits while one is free."""

    @initialize(places=integers(1, 3))
    def begin(self, places: int) -> None:
        self.offering = make(
            Offering, status="planned", places=places, enrolled=0, waitlisted=0, applied=0, provisional=0, waitlist=[]
        )
        self.enrolments: dict[str, str] = {}
        self.ids = (f"e{n}" for n in count())

    @rule(change=sampled_from(["open", "start", "hold", "resume", "complete", "cancel"]))
    def live(self, change: str) -> None:
        calls: dict[str, Change] = {name: call for name, (call, _) in OFFERING.items()}
        calls["resume"] = lambda o: self.seat(o.resume(at=AT) or [])
        try:
            calls[change](self.offering)
        except ChangeNotPossible:
            return
        if self.offering.status in {"completed", "cancelled"}:
            stays = {"provisional"} if self.offering.status == "completed" else set()
            self.enrolments = {e: s for e, s in self.enrolments.items() if s in stays}

    @rule(waitlist=booleans())
    def enrol(self, *, waitlist: bool) -> None:
        enrolment = next(self.ids)
        free = self.offering.places - self.offering.enrolled
        try:
            position = self.offering.enrol(enrolment, waitlist=waitlist, at=AT)
        except OfferingNotOpen:
            assert self.offering.status not in {"open", "running"}
        except OfferingFull:
            assert free <= 0
            assert not waitlist
        else:
            assert bool(position) == (free <= 0)
            self.enrolments[enrolment] = "waitlisted" if position else "enrolled"

    @rule()
    def walk_in(self) -> None:
        if self.offering.status != "cancelled":
            self.offering.walk_in(1, at=AT)
            self.enrolments[next(self.ids)] = "provisional"

    @rule(which=integers(0, 20))
    def leave(self, which: int) -> None:
        if self.enrolments:
            enrolment = sorted(self.enrolments)[which % len(self.enrolments)]
            self.seat(self.offering.leave(enrolment, was=self.enrolments.pop(enrolment), at=AT))

    @rule(which=integers(0, 20))
    def admit(self, which: int) -> None:
        waiting = sorted(e for e, status in self.enrolments.items() if status == "provisional")
        if waiting:
            enrolment = waiting[which % len(waiting)]
            try:
                assert self.offering.enrol(enrolment, was="provisional", waitlist=False, at=AT) == 0
            except Refusal:
                return
            self.enrolments[enrolment] = "enrolled"

    @rule(places=integers(1, 4))
    def revise(self, places: int) -> None:
        if places >= self.offering.enrolled and self.offering.status not in {"completed", "cancelled"}:
            self.seat(self.offering.revise(places=places, at=AT))

    def seat(self, called: list[str]) -> None:
        for enrolment in called:
            assert self.enrolments[enrolment] == "waitlisted"
            self.enrolments[enrolment] = "enrolled"

    @invariant()
    def counted(self) -> None:
        held = list(self.enrolments.values())
        for status in ("enrolled", "waitlisted", "provisional"):
            assert getattr(self.offering, status) == held.count(status)
        assert self.offering.enrolled <= self.offering.places
        assert sorted(self.offering.waitlist) == sorted(e for e, s in self.enrolments.items() if s == "waitlisted")
        if self.offering.status in {"open", "running"} and self.offering.waitlist:
            assert self.offering.enrolled == self.offering.places

    def teardown(self) -> None:
        told(self.offering)


TestEnrolling = Enrolling.TestCase
TestEnrolling.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
