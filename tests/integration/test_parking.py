"""Parked messages: kept with an id and a reason, however strange they are; sent again or given up, and never lost."""

import uuid
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from pymongo.database import Database

from shared import broker
from shared.envelope import CONTENT_TYPE, Event, encode
from shared.repair import Consumer, Parking, parking
from tests.client import wait_until
from tests.integration.beside import beside
from tests.integration.jars import changed
from tests.integration.wire import Wire, as_bytes

EVENT = Event(id="e1", source="/x", type="toono.x.jar.filled", time="2026-03-01T08:00:00.000Z", subject="j1", version=3)
WHY = {"toono-attempt": 5, "toono-reason": "ZeroDivisionError: as it was told"}


class Lot:
    """A consumer whose messages are parked, and who keeps them."""

    def __init__(self, wire: Wire, desk: Database[dict[str, Any]]) -> None:
        self.wire, self.kept, self.desk = wire, desk["parked"], desk
        self.name = f"test{uuid.uuid4().hex[:8]}"
        wire.consumer(self.name, [], ladder=False)
        self.consumer = Consumer(name=self.name, bindings=(), ladder=False)

    def park(self, body: bytes = b"", media: str | None = CONTENT_TYPE, **headers: Any) -> None:
        """Put a message where the consumer would."""
        self.wire.put(broker.parked(self.name), body or encode(EVENT), media, headers=headers)

    def keeps(self, uri: str | None = None) -> AbstractContextManager[None]:
        """While its process keeps them."""
        return beside(Parking(uri or self.wire.uri, self.desk, [self.consumer]))

    def one(self, **wanted: Any) -> dict[str, Any]:
        """The only one, once it is so."""
        found = wait_until(lambda: self.kept.find_one(wanted) or {}, 15)
        assert self.kept.count_documents({}) == 1
        return found

    def resend(self) -> None:
        """Ask for all that wait."""
        self.kept.update_many({"status": "waiting"}, {"$set": {"status": "resending"}})


@pytest.fixture
def lot(wire, desk):
    with changed(parking, PAUSE=0.05, LOOK=0.05):
        yield Lot(wire, desk)


def test_it_is_kept_with_what_an_operator_asks_for(lot):
    lot.park(**WHY)
    with lot.keeps():
        kept = lot.one(status="waiting")
        wait_until(lambda: lot.wire.waiting(broker.parked(lot.name)) == 0, 10)
    assert (kept["consumer"], kept["tries"], kept["why"]) == (lot.name, 5, WHY["toono-reason"])
    assert (kept["event"]["type"], kept["event"]["id"], kept["event"]["version"]) == (EVENT.type, "e1", 3)
    assert kept["since"]


def test_sent_again_it_is_in_the_inbox_as_it_was(lot):
    lot.park(media="application/json", **WHY)
    with lot.keeps():
        lot.one(status="waiting")
        lot.resend()
        lot.one(status="resent")
    message = lot.wire.take(broker.inbox(lot.name))
    assert (as_bytes(message), message.properties["content_type"]) == (encode(EVENT), "application/json")
    assert "toono-attempt" not in (message.headers or {})
    assert lot.wire.take(broker.inbox(lot.name)) is None


def test_parked_again_it_waits_again_under_its_id(lot):
    lot.park(**WHY)
    with lot.keeps():
        first = lot.one(status="waiting")
        lot.resend()
        lot.one(status="resent")
        lot.park(**{**WHY, "toono-reason": "another"})
        again = lot.one(status="waiting", times=2)
    assert (again["_id"], again["why"]) == (first["_id"], "another")


def test_parked_again_while_it_is_sent_it_is_not_taken_for_dealt_with(lot, monkeypatch):
    """It fails so quickly that it is parked again before its sending is noted."""
    lot.park(**WHY)
    with lot.keeps():
        lot.one(status="waiting")
        parked = broker.inbox

        def inbox(consumer: str) -> str:
            lot.kept.update_one({}, {"$set": {"status": "waiting"}, "$inc": {"times": 1}})
            return parked(consumer)

        monkeypatch.setattr(broker, "inbox", inbox)
        lot.resend()
        wait_until(lambda: lot.wire.waiting(parked(lot.name)) == 1, 10)
        assert lot.one(times=2)["status"] == "waiting"


STRANGE: dict[str, tuple[bytes, str | None, dict[str, Any]]] = {
    "no event": (b"{", CONTENT_TYPE, {}),
    "bytes": (b"\xff\xfe\x00", CONTENT_TYPE, {}),
    "no media type": (b"x", None, {}),
    "another media type": (b"cos\nsystem\n(S'false'\ntR.", "application/x-python-serialize", {}),
    "a number that no database holds": (
        encode(EVENT).replace(b'"version":3', b'"version":9223372036854775808'),
        CONTENT_TYPE,
        {},
    ),
    "a number of tries that is none": (encode(EVENT), CONTENT_TYPE, {"toono-attempt": "many"}),
    "a reason that is none": (encode(EVENT), CONTENT_TYPE, {"toono-reason": ["a", {"b": 1}]}),
    "a field that is an operator": (encode(replace(EVENT, state={"$where": 1, "a.b": 2, "": 3})), CONTENT_TYPE, {}),
}


@pytest.mark.parametrize("what", STRANGE)
def test_however_strange_it_is_it_is_kept_and_the_next_too(lot, what):
    body, media, headers = STRANGE[what]
    lot.park(body, media, **headers)
    lot.park(encode(replace(EVENT, id="next")))
    with lot.keeps():
        wait_until(lambda: lot.kept.count_documents({"status": "waiting"}) == 2, 15)
    assert {one["body"] for one in lot.kept.find()} >= {body}


def test_what_is_too_large_is_noted_and_does_not_hold_the_others(lot):
    with changed(parking, LARGEST=1000):
        lot.park(b"x" * 1001, "text/plain")
        lot.park()
        with lot.keeps():
            wait_until(lambda: lot.kept.count_documents({}) == 2, 15)
    assert lot.kept.find_one({"body": None})["size"] == 1001


def test_nothing_is_lost_when_the_broker_goes_away_meanwhile(lot, proxy):
    with lot.keeps(proxy.uri):
        for number in range(30):
            lot.park(encode(replace(EVENT, id=str(number))))
            if number == 15:
                proxy.cut()
        proxy.mend()
        wait_until(lambda: lot.kept.count_documents({"status": "waiting"}) == 30, 20)
        lot.resend()
        proxy.cut()
        proxy.mend()
        wait_until(lambda: lot.kept.count_documents({"status": "resent"}) == 30, 20)
    events = {event.id for event in lot.wire.events(broker.inbox(lot.name))}
    assert events == {str(number) for number in range(30)}


def test_it_declares_what_its_consumers_listen_to_again(lot):
    """A binding that was lost is there again when the process connects anew."""
    source = f"from{uuid.uuid4().hex[:8]}"
    lot.wire.exchange(source)
    lot.consumer = Consumer(name=lot.name, bindings=((source, "jar.filled"),), ladder=False)
    with lot.keeps():
        wait_until(lambda: lot.desk["consumers"].find_one({"_id": lot.name}), 10)
        wait_until(lambda: lot.wire.readers(broker.parked(lot.name)) == 1, 10)
        lot.wire.tell(source, "jar.filled", encode(EVENT))
        wait_until(lambda: lot.wire.waiting(broker.inbox(lot.name)) == 1, 10)
