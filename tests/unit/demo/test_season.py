import contextlib
from collections import Counter

import pytest

from deploy.demo.api import Api, NeverHappened, Order, Refused
from deploy.demo.season import fates, learning, meetings, needs, partners, programs
from deploy.demo.season.cast import cast
from deploy.demo.season.stage import MINISTRY, Stage
from gateway.access import allows
from gateway.catalog import commands
from gateway.resources.bodies import KEY, UUID7
from gateway.resources.commands import PARAMETER

STEPS = (
    needs.raise_needs, meetings.assess, needs.rank_needs, programs.draft, meetings.choose, programs.approve,
    partners.register, partners.agree, partners.give, programs.open_offerings, learning.register, learning.enrol,
    fates.suspend, learning.schedule, programs.start, learning.attend, learning.admit, programs.complete, meetings.look_back,
    fates.close, fates.merge,
)  # fmt: skip


class Notebook(Api):
    """Takes orders down instead of sending them."""

    def __init__(self):
        super().__init__("http://nowhere.example", "k" * 32)
        self.given = []

    def batch(self, person, orders):
        self.given += [(person, order) for order in orders]
        return [{} for _ in orders]

    def until(self, what, happened, *, seconds=0):  # noqa: ARG002  # as it is called
        with contextlib.suppress(KeyError):  # what is read here has an id and a status, and nothing else
            happened()

    def all(self, *_, **__):
        return iter([{"id": "0190b3a0-0000-7000-8000-000000000001"}])

    def get(self, *_, **__):
        return {"status": "active"}


@pytest.fixture(scope="session")
def stage(country, seeds):
    areas = [{"id": "country", "code": country.code, "parent_id": None}]
    centers = []
    for region in country.regions:
        areas.append({"id": seeds.id(region.code), "code": region.code, "parent_id": "country"})
        for number in range(3):
            code = f"{region.code}-{number}"
            areas.append({"id": seeds.id(code), "code": code, "parent_id": seeds.id(region.code)})
            name = {country.languages[0]: code, "en": code}
            centers.append({"id": seeds.id("c", code), "code": code, "area_id": seeds.id(code), "name": name})
    homes = cast(country, centers, areas, {center["code"] for center in centers}, seeds)
    return Stage(Notebook(), seeds, tuple(homes), country.currency)


@pytest.fixture(scope="session")
def given(stage):
    for step in STEPS:
        step(stage)
    return stage.api.given


def test_every_region_has_centers_with_a_season(country, stage):
    assert Counter(home.region.code for home in stage.homes) == {region.code: 2 for region in country.regions}


def test_every_order_is_one_that_the_contracts_know(given):
    for _, order in given:
        _, command = commands()[order.command]
        assert command.batch, order.command
        assert set(order.path) == set(PARAMETER.findall(command.path)), order.command
        assert command.body().validate(order.body) == {}, order.command
        assert bool(order.new_id) == command.creates, order.command


def test_whoever_gives_an_order_may_give_it(given):
    for person, order in given:
        _, command = commands()[order.command]
        assert command.public or any(allows(role, command.permission) for role, _, _ in person.grants), order.command


def test_ids_and_keys_can_be_sent_and_are_never_used_twice(given):
    ids, made = [order.id for _, order in given], [order.new_id for _, order in given if order.new_id]
    assert all(map(KEY.match, ids))
    assert all(map(UUID7.match, made))
    assert len(ids) == len(set(ids))
    assert len(made) == len(set(made))


def test_a_second_run_gives_the_same_orders(stage, given):
    notebook = Notebook()
    for step in STEPS:
        step(Stage(notebook, stage.seeds, stage.homes, stage.currency))
    assert {order.id: order for _, order in notebook.given} == {order.id: order for _, order in given}


def test_needs_fare_differently(stage):
    assert {chain.outcome for chain in stage.chains} == {"met", "answered", "running", "refused"}


def test_different_centers_are_suspended_closed_and_merged(stage):
    merged, neighbor = fates.merged(stage)
    assert len({fates.suspended(stage).code, fates.closed(stage).code, merged.code, neighbor.code}) == 4
    assert merged.region == neighbor.region


def test_sessions_that_were_held_are_past_and_the_others_are_to_come(stage):
    for chain in (chain for home in stage.homes for chain in home.given):
        home = next(home for home in stage.homes if home.code == chain.center)
        days = [learning._day(home, chain, number) for number in range(8)]
        assert days == sorted(days)
        assert [day <= stage.seeds.today for day in days] == [number < learning.held(chain) for number in range(8)]


class Gateway(Api):
    """Answers batches from a list."""

    def __init__(self, *answers):
        super().__init__("http://nowhere.example", "k" * 32)
        self.answers = list(answers)
        self.asked = []

    def _batch(self, _person, orders):
        self.asked.append([order.id for order in orders])
        return self.answers.pop(0)


def result(id_, slug=None):
    return {"id": id_, "status": 409, "problem": {"type": f"/problems/{slug}"}} if slug else {"id": id_, "body": {"is": id_}}


def test_what_comes_too_early_is_sent_again_and_answers_keep_their_order():
    api = Gateway([result("a", "not-yet-known"), result("b")], [result("a")])
    assert api.batch(MINISTRY, [Order("a", "x"), Order("b", "x")]) == [{"is": "a"}, {"is": "b"}]
    assert api.asked == [["a", "b"], ["a"]]


def test_any_other_refusal_ends_the_demonstration():
    with pytest.raises(Refused, match="offering-full"):
        Gateway([result("a", "offering-full")]).batch(MINISTRY, [Order("a", "enrol")])


def test_waiting_has_an_end():
    with pytest.raises(NeverHappened, match="the moon"):
        Gateway().until("the moon", lambda: False, seconds=0.0)
