"""The read model is built beside the living one and takes its place at once: no read fails, none goes back."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.views import rebuilding
from gateway.views.generations import Generation, ReadModel, pointer
from gateway.views.projector import Projector
from gateway.views.rebuilding import CONSUMER, Rebuilding
from shared.envelope import Event
from tests.client import wait_until
from tests.integration.histories import disorder, history, recount
from tests.integration.jars import changed
from tests.integration.reading import KINDS

SERVICES = ("registry", "programs", "partnerships", "feedback")


class Works:
    """A read model with a history, and what rebuilds it, step by step."""

    def __init__(self, projector: Projector, database: Any, desk: Any) -> None:
        self.projector, self.database, self.desk = projector, database, desk
        self.rebuilding = Rebuilding(projector._client, desk)
        everything = history(4, 60)
        self.events, self.later = everything[:-40], everything[-40:]
        self.projector.apply(self.events)

    def ask(self) -> str:
        """Ask for a rebuild; its id."""
        told = {"_id": str(uuid.uuid4()), "status": "asked", "asked_at": datetime.now(UTC), "why": "a test", "by": "tests"}
        self.desk["rebuilds"].insert_one(told)
        return str(told["_id"])

    def status(self, id_: str) -> str:
        """How it is with a rebuild."""
        return str(self.desk["rebuilds"].find_one({"_id": id_})["status"])

    def tell_again(self, events: list[Event]) -> None:
        """What the owners of the journals do when they are asked."""
        self.projector.apply_beside(events)
        for service in SERVICES:
            last = max((event.position or 0 for event in self.events if event.service == service), default=0)
            self.desk["replays"].update_many({"source": service, "status": "asked"}, {"$set": {"status": "done", "of": last}})

    def states(self, model: Any = None) -> Any:
        """All that the living read model says."""
        model = model or ReadModel(self.database)
        kept = {(kind, one["_id"]): one for kind in KINDS for one in model[kind].find()}
        cells = {
            (one["area"], one["measure"], one["first"], one["second"]): one["n"] for one in model["cells"].find({"n": {"$ne": 0}})
        }
        return kept, cells, {one["_id"]: one["upto"] for one in model["marks"].find({"_id": {"$ne": "tree"}})}


@pytest.fixture
def works(read_model, desk):
    with changed(rebuilding, NAME=read_model[1].name, GRACE=timedelta(0), STUCK=timedelta(0)):
        yield Works(read_model[0], read_model[1], desk)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_spoilt_is_right_again_and_what_comes_meanwhile_is_there(works, seed):
    works.database["cells"].update_one({"n": {"$gt": 0}}, {"$inc": {"n": 7}})
    works.database["center"].delete_one({})
    works.database["second.center"].insert_one({"_id": "left over", "version": 1})
    id_ = works.ask()
    works.rebuilding.step()
    works.projector.apply(works.later)  # which nobody tells again
    works.rebuilding.step()
    for batch in disorder(works.events, seed):
        works.projector.apply_beside(batch)
    works.tell_again([])
    works.rebuilding.step()
    assert works.status(id_) == "done"
    kept, counts, seen = works.states()
    told = newest([*works.events, *works.later])
    assert counts == recount((kind, state) for (kind, _), state in told.items())
    assert kept.keys() == {key for key in told if key[0] in KINDS}
    assert sum(seen.values()) == len(works.events) + len(works.later)


def newest(events: list[Event]) -> dict[Any, Any]:
    return {(event.kind, event.subject): event.state for event in events}


def test_it_waits_until_everything_is_seen_and_asks_for_the_rest(works):
    id_, hole = works.ask(), works.events[20]
    for _ in range(2):
        works.rebuilding.step()
    works.tell_again([event for event in works.events if event is not hole])
    works.rebuilding.step()
    assert (works.status(id_), pointer(works.database)["living"]) == ("running", "")
    works.rebuilding.step()
    again = works.desk["replays"].find_one({"status": "asked", "source": hole.service})
    assert again["after"] == hole.position - 1
    works.tell_again([hole])
    works.rebuilding.step()
    assert works.status(id_) == "done"


def test_what_is_parked_on_the_way_does_not_hold_it(works):
    id_, hole = works.ask(), works.events[20]
    for _ in range(2):
        works.rebuilding.step()
    parked = {"consumer": CONSUMER.name, "event": {"source": f"/{hole.service}", "position": hole.position}}
    works.desk["parked"].insert_one({"_id": "p", **parked})
    works.tell_again([event for event in works.events if event is not hole])
    works.rebuilding.step()
    assert works.status(id_) == "done"


def test_another_process_goes_on_with_it(works):
    id_ = works.ask()
    works.rebuilding.step()
    other = Rebuilding(works.projector._client, works.desk)
    other.step()
    assert works.desk["replays"].count_documents({}) == 0, "it belongs to the first"
    works.desk["rebuilds"].update_one({}, {"$set": {"leased_until": datetime.now(UTC) - timedelta(seconds=1)}})
    other.step()
    works.tell_again(works.events)
    other.step()
    assert works.status(id_) == "done"
    assert works.desk["replays"].count_documents({}) == len(SERVICES)


def test_when_a_replay_fails_the_living_one_lives_on(works):
    id_, right = works.ask(), works.states()
    for _ in range(2):
        works.rebuilding.step()
    works.desk["replays"].update_one({"source": "programs"}, {"$set": {"status": "failed", "failed_because": "no queue"}})
    works.rebuilding.step()
    assert works.status(id_) == "failed"
    assert (works.states(), pointer(works.database)["building"]) == (right, None)


def test_what_lived_before_is_written_for_a_while_and_then_dropped(works):
    with changed(rebuilding, GRACE=timedelta(minutes=1)):
        works.ask()
        for _ in range(2):
            works.rebuilding.step()
        works.tell_again(works.events)
        works.rebuilding.step()
    works.projector.apply(works.later)
    assert works.states(Generation(works.database, "")) == works.states(Generation(works.database, "second."))
    told = pointer(works.database)
    works.database["generations"].update_one({}, {"$set": {"retire_at": told["retire_at"] - timedelta(minutes=2)}})
    works.rebuilding.step()
    assert "center" not in works.database.list_collection_names()
    assert pointer(works.database)["retiring"] is None


def test_no_read_fails_or_goes_back_while_it_is_switched_again_and_again(works):
    works.projector.apply(works.later)
    works.events += works.later
    more, stop, seen, failures = history(4, 400)[60:], threading.Event(), [0], list[Any]()
    model = ReadModel(works.database)

    def read() -> None:
        while not stop.is_set():
            try:
                upto = sum(one["upto"] for one in model["marks"].find({"_id": {"$ne": "tree"}}))
                count = len(list(model["center"].find({}, {"_id": 1})))
            except Exception as error:  # noqa: BLE001  any is a failure
                failures.append(error)
                return
            if upto < seen[-1] or not count:
                failures.append((upto, seen[-1], count))
            seen.append(upto)

    with changed(rebuilding, GRACE=timedelta(seconds=2.5)):
        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(2):
            id_ = works.ask()
            while works.status(id_) != "done":
                works.projector.apply([works.events.append(event) or event for event in more[:5]])
                del more[:5]
                works.rebuilding.step()
                works.tell_again(works.events)
        wait_until(lambda: works.rebuilding.step() or pointer(works.database)["retiring"] is None, 10)
        stop.set()
        reader.join(20)
    assert failures == []
    assert len(set(seen)) > 3
