"""The fact on the wire: what is written is read, what is not known is passed over, what is no event is refused."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.envelope import Event, UnreadableEvent, decode, encode

FULL = Event(
    id="0190b3a0-0000-7000-8000-000000000001", source="/registry", type="toono.registry.center.dormancy-proposed",
    time="2026-03-01T08:15:00.000Z", subject="0190b3a0-0000-7000-8000-000000000002", version=3, position=17, area="a",
    correlationid="c", causationid="d", traceparent="00-1-2-01", dataschema="/schemas/x/1",
    state={"name": {"kk": "Арал", "mn": "Өвөр"}, "rooms": 3}, change={"reason": "Қыс"},
)  # fmt: skip
texts = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def test_a_full_event_comes_back_as_it_was():
    assert decode(encode(FULL)) == FULL


@given(
    state=st.dictionaries(texts, values, max_size=4), change=st.dictionaries(texts, values, max_size=4), position=st.integers(1)
)
def test_whatever_it_tells_comes_back_as_it_was(state, change, position):
    event = Event(id="i", source="/s", type="toono.s.k.e", time=FULL.time, position=position % 2**53, state=state, change=change)
    assert decode(encode(event)) == event


def test_it_is_a_cloud_event_in_plain_json():
    told = orjson.loads(encode(FULL))
    assert told["specversion"] == "1.0"
    assert told["datacontenttype"] == "application/json"
    assert told["data"] == {"state": FULL.state, "change": FULL.change}
    assert all(name == name.lower() and name.isalnum() for name in told)


def test_attributes_without_a_value_are_left_out():
    told = orjson.loads(encode(Event(id="i", source="/s", type="toono.s.k.e", time=FULL.time)))
    assert set(told) == {"specversion", "datacontenttype", "id", "source", "type", "time", "data"}


def test_attributes_that_are_not_known_are_passed_over():
    told = {**orjson.loads(encode(FULL)), "newattribute": 1, "sequence": "7"}
    told["data"]["more"] = {"a": 1}
    assert decode(orjson.dumps(told)) == FULL


def test_its_type_tells_service_kind_and_routing_key():
    assert (FULL.service, FULL.kind, FULL.routing_key) == ("registry", "center", "center.dormancy-proposed")


SPOILT: dict[str, dict[str, object]] = {
    "no id": {"id": None}, "a number for an id": {"id": 7}, "no source": {"source": None}, "no type": {"type": None},
    "a short type": {"type": "toono.registry.center"}, "no time": {"time": None}, "no moment": {"time": "yesterday"},
    "a moment without offset": {"time": "2026-03-01T08:15:00"}, "a text for a version": {"version": "3"},
    "a text for a position": {"position": "x"}, "a list for a subject": {"subject": []}, "a text for data": {"data": "x"},
    "a list for a state": {"data": {"state": [1]}}, "a text for a change": {"data": {"change": "x"}},
}  # fmt: skip


@pytest.mark.parametrize("why", SPOILT)
def test_what_is_spoilt_is_unreadable(why):
    told = {**orjson.loads(encode(FULL)), **SPOILT[why]}
    with pytest.raises(UnreadableEvent):
        decode(orjson.dumps({name: value for name, value in told.items() if value is not None}))


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_read_or_unreadable_and_nothing_else(body):
    with pytest.raises(UnreadableEvent):
        decode(body)
