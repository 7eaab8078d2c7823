"""A service that listens, as a process with a real broker: every fact has its effect once, and nothing is lost."""

import uuid

import pytest

from shared import broker
from shared.envelope import CONTENT_TYPE, Event, encode
from tests.client import wait_until
from tests.integration.listener import Listener
from tests.integration.wire import as_bytes


@pytest.fixture
def listener(wire, jars, mongo_uri, tmp_path):
    return Listener(wire, jars, mongo_uri, tmp_path)


def test_delivered_three_times_it_has_its_effect_once(listener):
    with listener.listens():
        for number in range(10):
            id_ = str(uuid.uuid4())
            for _ in range(3):
                listener.tell(f"jar {number}", id_=id_)
        listener.tell("last")
        wait_until(lambda: "last" in listener.beans and listener.settled(), 20)
        wait_until(lambda: len(listener.beans) == 11, 10)
    assert set(listener.beans.values()) == {1}
    assert listener.store.journal.count_documents({}) == 11
    assert listener.parked == 0


def test_many_at_once_about_the_same_thing_do_not_overtake_each_other_onto_the_ladder(listener):
    for _ in range(120):
        listener.tell("the same")
    with listener.listens():
        wait_until(lambda: listener.beans == {"the same": 120}, 30)
    assert "event retry" not in listener.log.read_text()


@pytest.mark.parametrize("trouble", ["away", "busy"])
def test_what_meets_no_database_is_tried_until_there_is_one(listener, trouble):
    with listener.listens():
        listener.tell("jar", **{trouble: 3 * len(broker.RUNGS)})
        wait_until(lambda: listener.beans == {"jar": 1} or listener.parked, 30)
    assert listener.beans == {"jar": 1}


def test_what_fails_is_tried_again_until_it_succeeds(listener):
    with listener.listens():
        for number in range(24):  # more at once than there are workers for
            listener.tell(f"jar {number}", fails=number % 5)
        wait_until(lambda: len(listener.beans) == 24, 30)
    assert set(listener.beans.values()) == {1}
    assert listener.parked == 0
    assert "could not move" not in listener.log.read_text()


def test_what_fails_five_times_is_parked_with_its_reason(listener):
    with listener.listens():
        id_ = listener.tell("never", fails=99, headers={"traceparent": "00-1-1-00", "x-death": []})
        message = listener.first_parked()
        listener.tell("next")
        wait_until(lambda: listener.beans == {"next": 1}, 10)
    assert message.headers.pop("toono-attempt") == 5
    assert message.headers.pop("toono-reason") == "ZeroDivisionError: as it was told"
    assert {**message.headers, "x-delivery-count": 0} == {"traceparent": "00-1-1-00", "x-delivery-count": 0}  # the broker's
    assert message.properties["message_id"] == id_
    assert message.properties["content_type"] == CONTENT_TYPE
    assert b'"never"' in as_bytes(message)


@pytest.mark.parametrize("count", ["soon", -7, None, [], True, 1.5])
def test_a_count_that_is_none_of_ours_is_begun_anew(listener, count):
    with listener.listens() as process:
        listener.tell("never", fails=99, headers={"toono-attempt": count})
        wait_until(lambda: process.poll() is not None or listener.parked, 15)
        assert process.poll() is None, listener.log.read_text()[-2000:]
        assert listener.first_parked().headers["toono-attempt"] == 5


def test_what_comes_too_early_waits_for_what_it_needs(listener):
    with listener.listens():
        listener.tell("second", after="first")
        listener.tell("third", after="second")
        listener.tell("first")
        wait_until(lambda: listener.beans == {"first": 1, "second": 1, "third": 1}, 15)
    assert listener.parked == 0


def test_what_waits_for_what_never_comes_is_parked_and_not_lost(listener):
    with listener.listens():
        id_ = listener.tell("second", after="never")
        message = listener.first_parked()
    assert message.properties["message_id"] == id_
    assert message.headers["toono-reason"] == "NotYet: It comes too early."
    assert listener.beans == {}
    assert listener.store.journal.count_documents({}) == 0  # no receipt: sent again, it has its effect


POISON = {
    "no JSON": (b"{", CONTENT_TYPE),
    "nothing": (b"", CONTENT_TYPE),
    "no event": (b'{"id": "x"}', CONTENT_TYPE),
    "another media type": (b"{}", "application/json"),
    "another charset": (b"{}", f"{CONTENT_TYPE}; charset=utf-8"),
    "a pickle": (b"cos\nsystem\n(S'false'\ntR.", "application/x-python-serialize"),
    "text": (b"hello", "text/plain"),
    "bytes": (b"hello", "application/data"),
    "no media type": (b"{}", None),
}


def test_what_cannot_be_read_is_parked_at_once(listener):
    with listener.listens() as process:
        for body, media in POISON.values():
            listener.wire.tell(listener.source, "jar.poured", body, media)
        listener.tell("good")
        wait_until(lambda: process.poll() is not None or (listener.parked == len(POISON) and "good" in listener.beans), 20)
        assert process.poll() is None, listener.log.read_text()[-2000:]
    bodies = [as_bytes(message) for message in iter(lambda: listener.wire.take(broker.parked(listener.name)), None)]
    assert sorted(bodies) == sorted(body for body, _ in POISON.values())


def test_an_event_without_a_sound_time_does_not_take_the_service_with_it(listener):
    event = Event(id="x", source="/x", type=f"toono.{listener.source}.jar.poured", time="yesterday", subject="bad", version=1)
    with listener.listens() as process:
        listener.wire.tell(listener.source, "jar.poured", encode(event))
        listener.tell("good")
        wait_until(lambda: process.poll() is not None or (listener.parked and "good" in listener.beans), 20)
        assert process.poll() is None, listener.log.read_text()[-2000:]


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_its_commit_the_effect_is_there_once(listener, when):
    listener.crash.touch()
    with listener.listens() as process:
        listener.tell("jar", crash=when)
        process.wait(20)
    assert not listener.crash.exists()
    assert listener.beans == ({"jar": 1} if when == "after" else {})
    with listener.listens():
        listener.tell("last")
        wait_until(lambda: set(listener.beans) == {"jar", "last"}, 20)
        wait_until(listener.settled, 10)
    assert listener.beans == {"jar": 1, "last": 1}
    assert listener.parked == 0
