"""The read model: a function of what was told, and not of the order, the batches or the number of times it was told in."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from shared.copies import Copies
from shared.entrypoints.inbox import carry_out_once
from tests.integration.histories import disorder, history, recount
from tests.integration.reading import cells, marks, states

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_disorder_and_repetition_come_to_the_same(read_model, seed):
    projector, database = read_model
    events = history(seed, 30)
    projector.apply(events)
    in_order = states(database), cells(database), marks(database)
    for collection in database.list_collection_names():
        database[collection].delete_many({})
    for batch in disorder(events, seed):
        projector.apply(batch)
    assert (states(database), cells(database), marks(database)) == in_order


@pytest.mark.parametrize("seed", SEEDS)
def test_roll_ups_equal_a_recount_at_any_moment(read_model, seed):
    projector, database = read_model
    newest: dict[tuple[str, str], Any] = {}
    for batch in disorder(history(seed, 20), seed):
        projector.apply(batch)
        for event in batch:
            key = (event.kind, str(event.subject))
            newest[key] = max(newest.get(key, event), event, key=lambda one: one.version)
        assert cells(database) == recount((kind, event.state) for (kind, _), event in newest.items())


def test_the_mark_is_contiguous_and_shows_holes(read_model):
    projector, database = read_model
    events = [event for event in history(1, 40) if event.service == "feedback"]
    hole = events.pop(4)
    for batch in disorder(events, 1):
        projector.apply(batch)
    mark = marks(database)["feedback"]
    assert (mark["upto"], mark["beyond"]) == (4, list(range(6, len(events) + 2)))
    projector.apply([hole])
    mark = marks(database)["feedback"]
    assert (mark["upto"], mark["beyond"]) == (len(events) + 1, [])


def test_facts_that_tell_nothing_to_be_read_still_move_the_mark(read_model):
    projector, database = read_model
    first = history(1, 1)[0]
    hidden = type(first)(**{name: getattr(first, name) for name in first.__dataclass_fields__} | {"subject": None, "state": {}})
    projector.apply([hidden])
    assert marks(database)[first.service]["upto"] == 1
    assert states(database) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_copies_keep_the_newest_whatever_comes_when(store, seed):
    own, events = store([]), history(seed, 20)
    copies = Copies(own, {"registry.center": ("status", "area_id"), "feedback.need": ("status",)})
    known = [event for event in events if event.kind in {"center", "need"}]
    for batch in disorder(known, seed):
        copies.apply(batch)
    newest = {(event.kind, event.subject): event for event in known}
    for (kind, id_), event in newest.items():
        fields = ("status", "area_id") if kind == "center" else ("status",)
        kept = {"_id": id_, "version": event.version, **{name: event.state[name] for name in fields}}
        assert own.known(kind).find_one({"_id": id_}) == kept


def test_what_a_reaction_learns_never_takes_the_place_of_something_newer(store):
    own = store([])
    life = [event for event in history(3, 40) if event.subject == next(e.subject for e in history(3, 40) if e.kind == "center")]
    copies = Copies(own, {"registry.center": ("status",)})
    own.knows = {"center": ("status",)}

    def learn(work, event):
        work.learn(event)
        copies.apply([life[-1]])  # the copies are a process of their own

    carry_out_once(own, "test", learn, life[0])
    assert own.known("center").find_one()["version"] == life[-1].version


@pytest.mark.parametrize(("told", "learned"), [(0, 1), (1, 0)])
def test_copies_which_a_reaction_outruns_keep_the_newest(store, told, learned):
    own, centers = store([]), [event for event in history(3, 40) if event.kind == "center"]
    life = [event for event in centers if event.subject == centers[0].subject]
    own.knows = {"center": ("status",)}
    known = own.known("center")

    class Outrun:
        """The copies, of which a reaction learns between a look and a write."""

        bulk_write = staticmethod(known.bulk_write)

        def find(self, *args):
            found = list(known.find(*args))
            carry_out_once(own, "test", lambda work, event: work.learn(event), life[learned])
            return found

    outrun: Any = SimpleNamespace(known=lambda _kind: Outrun())
    assert Copies(outrun, {"registry.center": ("status",)}).apply([life[told]]) == []
    assert known.find_one()["version"] == life[1].version
    assert known.find_one()["status"] == life[1].state["status"]


def test_a_state_under_another_id_is_kept_under_the_subject(read_model):
    projector, database = read_model
    told = next(event for event in history(1, 20) if event.kind == "center")
    projector.apply([replace(told, state={**told.state, "id": "another"})])
    assert [one["_id"] for one in database["center"].find()] == [told.subject]
