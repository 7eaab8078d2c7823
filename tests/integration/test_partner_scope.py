"""0 fields outside the scope, and 0 facts about persons beyond the approval: in 10,000 facts, by page, again and by snapshot."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from services.partnerships.contract.delivery import WITHDRAWN
from services.partnerships.delivery.feed import Feed, Told
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.subscriber import Spell, Subscriber
from tests.integration.partner_world import PEOPLE, PLACES, Asked, Country, country, expected, moment_of, subscriptions

SIZE, SEED = 10_000, 20261122
PERSONAL = {"id", "version", "status", "area_id", "learner_id", "sex", "age_band", "kind"}
DISTRICTS = {name for name in PLACES if name.startswith(("D", "R"))}
ENVELOPE = {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "version", "area", "data"}
ASKED = list(subscriptions(SEED, SIZE))


@pytest.fixture(scope="module")
def logged(mongo) -> Iterator[tuple[Country, Feed]]:
    """The country's facts in the log, arrived in batches, out of order and some of them twice."""
    made, database = country(SEED, SIZE), mongo["toono_test_delivery"]
    log, chance = Log(database), random.Random(SEED)  # noqa: S311
    log.prepare()
    assert log.head.acquire()
    for start in range(0, SIZE, 500):
        log.append([*made.events[start : start + 500], *chance.sample(made.events[: start + 1], min(start + 1, 20))])
    assert log.end() == SIZE
    yield made, Feed(log)
    mongo.drop_database(database.name)


def subscriber(asked: Asked) -> Subscriber:
    def spells(numbers: tuple[tuple[int, int], ...]) -> tuple[Spell, ...]:
        return tuple(Spell(moment_of(since), moment_of(min(until, 80_000))) for since, until in numbers)

    return Subscriber(
        id="subscription-1", version=1, partner_id="partner-1", agreement_id="agreement-1", status="active", way="feed",
        endpoint=None, opened_at=None, ordered=False, secrets=(), requests=(), in_force=True, people=asked.approved,
        event_types=asked.asked, area_ids=frozenset(asked.only_areas), center_ids=frozenset(asked.only_centers),
        program_ids=frozenset(asked.only_programs), field_names=frozenset(asked.only_fields),
        party={"kind": asked.party[0], "id": asked.party[1]}, opened_types=asked.opened, opened_areas=frozenset(asked.areas),
        opened_fields=frozenset(asked.fields), spells=spells(asked.spells), approvals=spells(asked.approvals),
    )  # fmt: skip


def all_pages(feed: Feed, one: Subscriber) -> list[Told]:
    told, after = [], 0
    while (page := feed.page(one, after=after, limit=700)).upto > after:
        told += page.told
        after = page.upto
    assert after == SIZE
    return told


def snapshot(feed: Feed, one: Subscriber) -> list[Told]:
    told, after = [], ""
    while True:
        part = feed.snapshot(one, after=after, limit=300)
        told += part.told
        if part.following is None:
            return told
        after = part.following


def holds(asked: Asked, document: dict[str, Any]) -> None:
    """Nothing is in it that may not be."""
    assert set(document) <= ENVELOPE
    assert "kept-here" not in str(document) or "contacts" in asked.fields
    if document["type"] == WITHDRAWN:
        assert set(document["data"]) == {"withdrawn"}
        return
    fields = set(asked.fields) & set(asked.only_fields or asked.fields)
    kind = document["type"].split(".")[2]
    state, change = document["data"]["state"], document["data"]["change"]
    assert set(state) <= fields
    assert set(change) <= fields
    assert set(change.get("before", {})) <= fields
    if kind in PEOPLE:
        assert asked.approved
        assert set(state) <= PERSONAL
        assert change == {}
        assert {document["area"], state.get("area_id", document["area"])} <= DISTRICTS
        assert "center" not in str(document)
        assert not {name for name in PLACES if name.startswith("V") and name in str(document)}


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_a_subscription_is_told_what_it_may_see_and_nothing_else(logged, number):
    made, feed = logged
    asked = ASKED[number]
    told = all_pages(feed, subscriber(asked))
    for one in told:
        holds(asked, one.document)
    assert {one.id: "withdrawn" if one.document["type"] == WITHDRAWN else "told" for one in told} == expected(made, asked)
    assert [one.sequence for one in told] == sorted({one.sequence for one in told})


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_what_is_had_again_and_what_a_snapshot_shows_is_no_more(logged, number):
    made, feed = logged
    asked, one = ASKED[number], subscriber(ASKED[number])
    allowed = expected(made, asked)
    by_time = feed.again(one, since=moment_of(SIZE // 4), until=moment_of(SIZE // 2), limit=SIZE).told
    ids = [event.id for event in made.events[:: SIZE // 500]]
    by_id = feed.again(one, ids=ids, limit=SIZE).told
    assert {each.id for each in by_time} == {id_ for id_ in allowed if SIZE // 4 <= int(id_.split("-")[1]) < SIZE // 2}
    assert {each.id for each in by_id} == set(ids) & set(allowed)
    shown = snapshot(feed, one)
    newest = {event.id for event in made.last.values()}
    assert {each.id for each in shown} == {id_ for id_ in newest if allowed.get(id_) == "told"}
    for each in (*by_time, *by_id, *shown):
        holds(asked, each.document)


def test_the_figure_is_not_of_an_empty_set(logged):
    made, _ = logged
    told = [sight for asked in ASKED for sight in expected(made, asked).values()]
    assert told.count("told") > SIZE
    assert told.count("withdrawn") > 100


def test_nothing_is_told_without_an_agreement_in_force(logged):
    _, feed = logged
    one = subscriber(ASKED[0])
    silent = Subscriber(**{name: getattr(one, name) for name in Subscriber.__dataclass_fields__} | {"in_force": False})
    assert feed.page(silent, after=0, limit=100).told == []
    assert feed.page(silent, after=7, limit=100).upto == 7
    assert feed.again(silent, limit=100).told == []
    assert feed.snapshot(silent, after="", limit=100).told == []
