"""Events by the hundred from a real queue: whatever is wrong with one of them, it is parked and the rest goes on."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gateway.views.projector import Projector
from shared import batches, broker
from shared.batches import BatchConsumer
from shared.envelope import CONTENT_TYPE, Event, encode
from shared.metrics import HANDLED
from tests.client import wait_until
from tests.integration.histories import disorder, history, recount
from tests.integration.jars import changed
from tests.integration.reading import cells, marks
from tests.integration.wire import Wire

FIRST = history(1, 1)[0]
CENTER = replace(
    next(event for event in history(3, 40) if event.kind == "center"), subject="poison",
    state={"id": "poison", "status": "active", "area_id": "a1", "name": {"en": "x"}},
)  # fmt: skip


def spoilt(**attributes: Any) -> bytes:
    """An event of which something is not as it should be; None leaves it out."""
    told = {**orjson.loads(encode(FIRST)), **attributes}
    return orjson.dumps({name: value for name, value in told.items() if value is not None})


def at_point(*coordinates: float) -> bytes:
    """A center that lies somewhere."""
    return encode(replace(CENTER, state={**CENTER.state, "point": {"type": "Point", "coordinates": coordinates}}))


POISON = {
    "no JSON": (b"{", CONTENT_TYPE),
    "nothing": (b"", CONTENT_TYPE),
    "a list": (b"[]", CONTENT_TYPE),
    "no text": (b"\xff\xfe", CONTENT_TYPE),
    "another media type": (encode(FIRST), "application/json"),
    "no media type": (encode(FIRST), None),
    "no id": (spoilt(id=None), CONTENT_TYPE),
    "no such type": (spoilt(type="center"), CONTENT_TYPE),
    "a time that is none": (spoilt(time="yesterday"), CONTENT_TYPE),
    "a time without an offset": (spoilt(time="2026-03-01T08:00:00"), CONTENT_TYPE),
    "a version that is none": (spoilt(version="two"), CONTENT_TYPE),
    "a position that is none": (spoilt(position="two"), CONTENT_TYPE),
    "a subject that is none": (spoilt(subject=["x"]), CONTENT_TYPE),
    "a state that is none": (spoilt(data={"state": [1]}), CONTENT_TYPE),
    "no status": (spoilt(data={"state": {"id": "x"}}, subject="x", version=9), CONTENT_TYPE),
    "a point off the earth": (at_point(200.0, 100.0), CONTENT_TYPE),
    "a number that no database holds": (spoilt(data={"state": {**FIRST.state, "n": 2**63}}, subject="y"), CONTENT_TYPE),
}


class Running:
    """A consumer with a projector behind a real queue."""

    def __init__(self, wire: Wire, projector: Projector) -> None:
        self.wire = wire
        self.service = f"test{uuid.uuid4().hex[:8]}"
        self.name = f"{self.service}.projector"
        wire.consumer(self.name, [(self.service, "#")], ladder=False)
        self._consumer = BatchConsumer(wire.uri, self.name, [(self.service, "#")], projector.apply, lull=batches.LULL)

    def tell(self, events: list[Event]) -> None:
        """Publish facts."""
        for event in events:
            self.wire.tell(self.service, event.routing_key, encode(event))

    @property
    def parked(self) -> int:
        """How many were parked."""
        return self.wire.waiting(broker.parked(self.name))

    def counted(self, outcome: str) -> float:
        """How many events had this outcome, as the metrics tell it."""
        samples = [sample for family in HANDLED.collect() for sample in family.samples]
        wanted = {"consumer": self.name, "outcome": outcome}
        return sum(one.value for one in samples if one.name.endswith("_total") and one.labels.items() >= wanted.items())

    @contextmanager
    def consumes(self) -> Iterator[None]:
        """While it consumes."""
        thread = threading.Thread(target=self._consumer.run)
        thread.start()
        try:
            yield
            assert thread.is_alive(), "the consumer has died"
        finally:
            self._consumer.stop()
            thread.join(20)


@pytest.fixture
def running(wire, read_model):
    with changed(batches, PAUSE=0.05):
        yield Running(wire, read_model[0])


@pytest.mark.parametrize("seed", range(3))
def test_disorder_repetition_and_poison_leave_the_right_read_model(running, read_model, seed):
    events = history(seed, 40)
    with changed(batches, SIZE=25), running.consumes():
        for number, batch in enumerate(disorder(events, seed)):
            running.tell(batch)
            running.wire.tell(running.service, "bad", *list(POISON.values())[number % 5])
        seen = {service: len([e for e in events if e.service == service]) for service in {e.service for e in events}}
        wait_until(lambda: {name: mark["upto"] for name, mark in marks(read_model[1]).items()} == seen, 20)
        wait_until(lambda: running.parked == number + 1, 10)
    newest = {(event.kind, event.subject): event.state for event in events}
    assert cells(read_model[1]) == recount((kind, state) for (kind, _), state in newest.items())


@pytest.mark.parametrize("why", POISON)
def test_one_that_is_wrong_is_parked_at_once_and_the_rest_applied(running, read_model, why, caplog):
    events = [event for event in history(5, 30) if event.service == "feedback"]
    body, media = POISON[why]
    running.tell(events[:-1])
    running.wire.tell(running.service, "bad", body, media)  # the last of its batch
    with running.consumes():
        wait_until(lambda: running.parked == 1, 10)
        running.tell(events[-1:])
        wait_until(lambda: marks(read_model[1]).get("feedback", {}).get("upto") == len(events), 10)
    assert running.parked == 1
    assert running.wire.take(broker.parked(running.name)).headers["toono-reason"]
    assert "consumer interrupted" not in caplog.messages


def test_rows_that_are_none_are_no_poison(running, read_model):
    with running.consumes():
        running.tell([replace(FIRST, change={"rows": []}), replace(FIRST, position=2, version=9, id="later")])
        wait_until(lambda: marks(read_model[1]).get(FIRST.service, {}).get("upto") == 2, 10)
    assert running.parked == 0


def test_what_was_not_applied_comes_again_when_the_broker_is_back(running, read_model, proxy):
    events = [event for event in history(2, 30) if event.service == "programs"]
    running._consumer._uri = proxy.uri
    with running.consumes():
        running.tell(events[:3])
        wait_until(lambda: marks(read_model[1]).get("programs", {}).get("upto") == 3, 10)
        proxy.cut()
        running.tell(events[3:])
        proxy.mend()
        wait_until(lambda: marks(read_model[1])["programs"]["upto"] == len(events), 10)
    assert running.parked == 0


def test_what_is_known_already_is_counted_as_stale(running):
    first = next(event for event in history(5, 30) if event.version == 1)
    second = replace(first, version=2, id="second", position=None)
    with running.consumes():
        for number, event in enumerate((second, first, second, replace(first, version=3, id="third", position=None)), 1):
            running.tell([event])
            wait_until(lambda: running.counted("ok") + running.counted("stale") == number, 10)  # noqa: B023  used at once
    assert (running.counted("ok"), running.counted("stale")) == (2, 2)


def test_a_batch_ends_as_soon_as_nothing_more_comes(running, read_model):
    with changed(batches, GATHER=60), running.consumes():
        running.tell([FIRST])
        wait_until(lambda: FIRST.service in marks(read_model[1]), 10)
