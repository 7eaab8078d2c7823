"""What a partner holds and may not see any more is taken back: by its own fact, by a narrower scope, by a move of its area."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from services.partnerships.contract.delivery import WITHDRAWN
from services.partnerships.delivery import withdrawing
from services.partnerships.delivery.feed import Feed
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.subscriber import Subscriber
from services.partnerships.delivery.withdrawing import Withdrawing
from shared.envelope import Event
from tests.integration.jars import changed
from tests.integration.partner_world import Asked, moment_of
from tests.integration.test_partner_scope import subscriber

EVERY = ("toono.registry.center", "toono.programs.session", "toono.programs.learner")
PARENTS = {"KZ": None, "RA": "KZ", "RB": "KZ", "DA1": "RA", "DA2": "RA", "DB1": "RB", "VA11": "DA1"}
ID = "00000000-0000-0000-0000-0000000000{:02d}"


class World:
    """A log of facts about things in a tree of areas, and subscriptions that read it."""

    def __init__(self, log: Log) -> None:
        self.log, self.feed, self.number = log, Feed(log), 0
        self.subscriptions: dict[str, Subscriber] = {}
        self.held: dict[str, int] = {}
        for name, parent in PARENTS.items():
            self.tell("registry.area.defined", name, parent_id=parent, code=name)

    def tell(self, type_: str, subject: str, *, area: str | None = None, **state: Any) -> None:
        """A fact of the next second."""
        self.number += 1
        version = self.held[subject] = self.held.get(subject, 0) + 1
        service = type_.partition(".")[0]
        told = {"id": subject, "version": version, "status": "open", "area_id": area, **state}
        event = Event(
            id=ID.format(self.number), source=f"/{service}", type=f"toono.{type_}", time=moment_of(self.number),
            subject=subject, version=version, position=self.number, area=area, state=told,
        )  # fmt: skip
        self.log.append([event])

    def subscribe(self, id_: str, asked: Asked, agreement: str = "agreement-1") -> None:
        self.subscriptions[id_] = replace(subscriber(asked), id=id_, agreement_id=agreement)

    def rescope(self, agreement: str = "agreement-1", **changed: Any) -> None:
        """Let the subscriptions of an agreement be opened other facts, as the fact says and the agreement does."""
        one = next(one for one in self.subscriptions.values() if one.agreement_id == agreement)
        if agreement not in self.held:
            self._say(agreement, one)
        for id_, held in self.subscriptions.items():
            if held.agreement_id == agreement:
                self.subscriptions[id_] = one = replace(held, **changed)
        self._say(agreement, one)

    def withdraw(self) -> None:
        """Take back all there is to be taken back, beginning anew with every page."""
        with changed(withdrawing, PAGE=1):
            while Withdrawing(self, self.log).turn():  # type: ignore[arg-type]
                pass

    def standing(self, way: str, **_now: Any) -> list[Subscriber]:
        return [one for one in self.subscriptions.values() if one.way == way]

    def pulls(self, id_: str, *, after: int = 0) -> list[tuple[str, str]]:
        """Subjects and past tenses in their order."""
        page = self.feed.page(self.subscriptions[id_], after=after, limit=1000)
        assert page.upto == self.log.end()
        assert len({one.id for one in page.told}) == len(page.told)
        return [(one.document["subject"], one.document["type"].rpartition(".")[2]) for one in page.told]

    def withdrawn(self, id_: str) -> set[str]:
        return {subject for subject, past in self.pulls(id_) if past == WITHDRAWN.rpartition(".")[2]}

    def _say(self, agreement: str, one: Subscriber) -> None:
        scope = {"event_types": [*one.opened_types], "area_ids": [*one.opened_areas], "field_names": [*one.opened_fields]}
        told: Any = {"party": one.party, "data_scope": scope, "people_approved_by_ministry": one.people}
        self.tell("partnerships.agreement.rescoped", agreement, **told)


@pytest.fixture
def world(mongo) -> Iterator[World]:
    database = mongo["toono_test_withdrawn"]
    log = Log(database)
    log.prepare()
    assert log.head.acquire()
    made = World(log)
    for area in ("DA1", "DA2", "DB1", "VA11"):
        made.tell("registry.center.activated", f"center-{area}", area=area)
        made.tell("programs.session.held", f"session-{area}", area=area, center_id=f"center-{area}")
    yield made
    mongo.drop_database(database.name)


def all_of(*areas: str) -> set[str]:
    return {f"{kind}-{area}" for kind in ("center", "session") for area in areas}


def test_of_a_narrower_scope_what_lies_outside_is_withdrawn(world):
    world.subscribe("whole", Asked(("ministry", None), EVERY, EVERY, areas=("RA", "RB")))
    world.subscribe("part", Asked(("ministry", None), EVERY, ("toono.registry.center",), areas=("RA", "RB"), only_areas=("DA1",)))
    world.subscribe("other", Asked(("ministry", None), EVERY, EVERY), agreement="agreement-2")
    end = world.log.end()
    world.rescope(opened_areas=frozenset({"RB"}))
    world.withdraw()
    assert world.withdrawn("whole") == all_of("DA1", "DA2", "VA11")
    assert world.withdrawn("part") == {"center-DA1", "center-VA11"}
    assert world.withdrawn("other") == set()
    assert len(world.pulls("whole", after=end)) == 6  # each once, to whoever had read all


def test_of_types_that_are_opened_no_more_all_is_withdrawn(world):
    world.subscribe("whole", Asked(("ministry", None), EVERY, EVERY))
    world.rescope(opened_types=("toono.registry.center",))
    world.withdraw()
    assert world.withdrawn("whole") == {f"session-{area}" for area in ("DA1", "DA2", "DB1", "VA11")}


def test_what_is_in_sight_again_is_not_withdrawn(world):
    world.subscribe("whole", Asked(("ministry", None), EVERY, EVERY))
    world.rescope(opened_areas=frozenset({"RB"}))
    world.withdraw()
    world.rescope(opened_areas=frozenset({"RB", "DA1"}))
    world.withdraw()
    assert world.withdrawn("whole") == all_of("DA2")


def test_what_was_never_told_is_not_withdrawn(world):
    world.subscribe("late", Asked(("ministry", None), EVERY, EVERY, spells=((world.number, 10**5),)))
    world.tell("registry.center.corrected", "center-DA1", area="DA1")
    world.rescope(opened_areas=frozenset({"RB"}))
    world.withdraw()
    assert world.withdrawn("late") == {"center-DA1", "session-VA11"}  # which changed at the first moment


def test_with_an_approval_goes_what_it_had_opened(world):
    world.tell("programs.learner.registered", "learner-1", area="VA11")
    world.subscribe("people", Asked(("ministry", None), EVERY, EVERY, approved=True, approvals=((0, 10**5),)))
    assert ("learner-1", "registered") in world.pulls("people")
    world.rescope(people=False)
    world.withdraw()
    assert world.withdrawn("people") == {"learner-1"}


def test_with_an_area_goes_what_lies_in_it(world):
    world.subscribe("from", Asked(("area", "RA"), EVERY, EVERY))
    world.subscribe("filter", Asked(("ministry", None), EVERY, EVERY, only_areas=("RA",)))
    world.subscribe("to", Asked(("area", "RB"), EVERY, EVERY))
    world.subscribe("moved", Asked(("area", "DA1"), EVERY, EVERY))
    world.subscribe("whole", Asked(("ministry", None), EVERY, EVERY))
    world.tell("registry.area.moved", "DA1", parent_id="RB", code="DA1")
    world.withdraw()
    assert world.withdrawn("from") == world.withdrawn("filter") == all_of("DA1", "VA11")
    assert world.withdrawn("to") == world.withdrawn("moved") == world.withdrawn("whole") == set()
    world.tell("registry.area.moved", "DA1", parent_id="RA", code="DA1")
    world.withdraw()
    assert world.withdrawn("from") == set()
    assert world.withdrawn("to") == all_of("DA1", "VA11")


def test_whoever_reads_late_is_told_too_that_something_left(world):
    world.subscribe("from", Asked(("area", "RA"), EVERY, EVERY))
    world.tell("registry.center.corrected", "center-DA1", area="DB1")
    world.tell("registry.center.corrected", "center-DA1", area="DB1")
    assert world.withdrawn("from") == {"center-DA1"}
