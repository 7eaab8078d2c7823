"""Positions that never came are asked for again, by those who noticed; and copies have themselves reminded."""

from types import SimpleNamespace
from typing import Any

from shared.batches import BatchConsumer
from shared.copies import Copies
from shared.marks import Mark
from shared.repair import Consumer, Holes, Reminders, Replays, holes
from tests.client import wait_until
from tests.integration.beside import beside
from tests.integration.histories import history
from tests.integration.jars import changed, do, filled
from tests.integration.reading import marks
from tests.integration.relays import relayed, sent


def asked(desk: Any) -> list[tuple[str, int, int]]:
    """What was asked for, in its order."""
    return [(one["source"], one["after"], one["upto"]) for one in desk["replays"].find().sort("asked_at", 1)]


def test_a_mark_names_its_first_holes():
    mark = Mark(3, {5, 6, 10, 12})
    assert mark.gaps() == [(3, 4), (6, 9), (10, 11)]
    assert Mark(3).gaps() == []
    assert len(Mark(0, set(range(2, 200, 2))).gaps()) == 20
    assert mark.gaps(15)[-1] == (12, 15)
    assert mark.gaps(12) == mark.gaps(1) == mark.gaps()
    assert Mark(3).gaps(4) == [(3, 4)]


def test_a_hole_that_stays_open_is_asked_for_once_it_is_old_enough(desk, read_model):
    projector, database = read_model
    events = [event for event in history(1, 40) if event.service == "feedback"]
    projector.apply(events[:3] + events[5:])
    watch = Holes(desk, "gateway.projector", projector.marks)
    watch.look()
    assert asked(desk) == []
    with changed(holes, PATIENCE=0.0):
        watch = Holes(desk, "gateway.projector", projector.marks)
        watch.look()
        assert asked(desk) == [("feedback", 3, 5)]
        watch.look()
        assert len(asked(desk)) == 1, "while it is asked for it is not asked for again"
        projector.apply(events[3:5])
        desk["replays"].update_many({}, {"$set": {"status": "done"}})
        Holes(desk, "gateway.projector", projector.marks).look()
    assert len(asked(desk)) == 1
    assert marks(database)["feedback"]["upto"] == len(events)


def test_what_is_missing_at_the_very_end_is_asked_for_without_a_later_fact(desk, read_model):
    projector, _ = read_model
    events = [event for event in history(1, 40) if event.service == "feedback"]
    projector.apply(events[:-3])
    desk["outboxes"].insert_one({"_id": "feedback", "sent": len(events) - 2})
    with changed(holes, PATIENCE=0.0):
        Holes(desk, "gateway.projector", projector.marks).look()
        assert asked(desk) == [("feedback", len(events) - 3, len(events) - 2)], "what is numbered and not sent is under way"
        projector.apply(events[-3:])
        desk["replays"].update_many({}, {"$set": {"status": "done"}})
        Holes(desk, "gateway.projector", projector.marks).look()
    assert len(asked(desk)) == 1


def test_while_the_end_moves_nothing_is_asked_for(desk, monkeypatch):
    now, mark = [0.0], Mark()
    monkeypatch.setattr(holes, "time", SimpleNamespace(monotonic=lambda: now[0]))
    desk["outboxes"].insert_one({"_id": "registry", "sent": 1000})
    watch = Holes(desk, "x", lambda: [("registry", mark)])
    for second in range(0, 600, 50):
        now[0] = float(second)
        mark.see([second // 50 + 1])
        watch.look()
    assert asked(desk) == []
    for second in (650, 700):
        now[0] = float(second)
        watch.look()
    assert asked(desk) == [("registry", mark.upto, 1000)]


def test_for_a_hole_that_nobody_can_close_it_asks_less_and_less(desk, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(holes, "time", SimpleNamespace(monotonic=lambda: now[0]))
    watch, times = Holes(desk, "x", lambda: [("registry", Mark(1, {3}))]), []
    for second in range(0, 2000, 10):
        now[0] = float(second)
        before = len(asked(desk))
        watch.look()
        if len(asked(desk)) > before:
            times.append(second)
            desk["replays"].update_many({}, {"$set": {"status": "done"}})
    assert times == [60, 180, 420, 900, 1860]


def test_what_copies_have_missed_is_told_again_and_only_once(store, teller, wire):
    own, name = store([]), f"{teller.name}.copies"
    own.knows = {"jar": ("beans",)}
    wire.consumer(name, [], ladder=False)
    bindings = ((teller.store.service, "jar.*"),)
    Consumer(name=name, bindings=bindings, ladder=False).register(teller.desk)
    copies = BatchConsumer(wire.uri, name, [], Copies(own, {f"{teller.store.service}.jar": ("beans",)}).apply)
    reminders = Reminders(teller.desk, name, [teller.store.service])

    def told() -> list[int]:
        return [one["found"] for one in teller.desk["replays"].find({"to": name, "status": "done"}).sort("asked_at", 1)]

    with beside(copies), beside(Replays(teller.store, wire.uri, teller.desk)):
        reminders.look()
        wait_until(lambda: own.known("jar").count_documents({}) == 2, 10)
        wait_until(lambda: told() == [2], 10)
        reminders.look()
        wait_until(lambda: told() == [2, 0], 10)
        with relayed(teller.store, wire.uri):
            do(teller.store, filled, teller.jars[1])
            sent(teller.store, 11)
        with changed(holes, EVERY=0.001):
            reminders.look()
        wait_until(lambda: told() == [2, 0, 1], 10)
        wait_until(lambda: own.known("jar").find_one({"_id": teller.jars[1], "beans": 4}), 10)
    teller.desk["consumers"].delete_one({"_id": name})
