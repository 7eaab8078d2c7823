"""Reading what came in: keys, versions, cursors, parameters, and ids that clients make."""

import uuid

import falcon
import pytest
from falcon import testing
from hypothesis import given
from hypothesis import strategies as st

from gateway.resources import bodies
from gateway.resources.bodies import KeyMissing, KeyNotUuid, NotJson, VersionRequired, WrongMediaType, body_of, key_of, match_of
from gateway.resources.commands import client_id
from gateway.resources.reads import cursor, position
from shared.errors import Refusal

ID = "0190b3a0-0000-7000-8000-000000000001"
RANDOM = "4f1d6f0c-3c1b-4a57-9d62-8a0e5b7c21aa"  # of version 4
BARE = RANDOM.replace("-", "")


def request(body: bytes = b"", media: str | None = "application/json", query: str = "", **headers: str) -> falcon.Request:
    """A request as gunicorn hands it over."""
    told = {"Content-Type": media, "Content-Length": str(len(body)), **headers}
    return falcon.Request(
        testing.create_environ(body=body, query_string=query, headers={k: v for k, v in told.items() if v is not None})
    )


@pytest.mark.parametrize("key", ["a", "x" * 200, RANDOM, "a/b?c=d~!"])
def test_visible_ascii_is_a_key(key):
    assert key_of(request(**{"Idempotency-Key": key})) == key


@pytest.mark.parametrize("key", ["", "x" * 201, "a b", "ключ", "\x7f", "a\x00"])
def test_anything_else_is_none(key):
    with pytest.raises(KeyMissing):
        key_of(request(**{"Idempotency-Key": key}))
    with pytest.raises(KeyMissing):
        key_of(request())


@pytest.mark.parametrize("key", [RANDOM, RANDOM.upper(), ID])
def test_a_nameless_caller_has_uuids_for_keys(key):
    assert key_of(request(**{"Idempotency-Key": key}), nameless=True) == key


@pytest.mark.parametrize("key", ["1", BARE, str(uuid.UUID(int=0)), str(uuid.UUID(int=2**128 - 1)), f"{{{ID}}}"])
def test_a_nameless_caller_has_no_others(key):
    with pytest.raises(KeyNotUuid):
        key_of(request(**{"Idempotency-Key": key}), nameless=True)


@pytest.mark.parametrize(("told", "version"), [('"3"', 3), ('W/"12"', 12), ('"0"', 0)])
def test_if_match_names_a_version(told, version):
    assert match_of(request(**{"If-Match": told}), needed=True) == version


@pytest.mark.parametrize("told", ["3", "*", '"x"', '"1", "2"', '"-1"', '"1234567890"', '"٣"'])
def test_anything_else_is_no_version(told):
    for needed in (True, False):
        with pytest.raises(VersionRequired):
            match_of(request(**{"If-Match": told}), needed=needed)


def test_if_match_may_be_left_out_where_it_is_not_needed():
    assert match_of(request(), needed=False) is None
    with pytest.raises(VersionRequired):
        match_of(request(), needed=True)


def test_a_body_is_one_json_object():
    assert body_of(request(b'{"a": 1}', "application/json; charset=utf-8")) == {"a": 1}
    assert body_of(request(media=None)) == {}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b'{"a": NaN}', b"{}{}", b"[" * 5000])
def test_any_other_body_is_refused(body):
    with pytest.raises(NotJson):
        body_of(request(body))


@pytest.mark.parametrize("media", [None, "text/plain", "application/xml", "multipart/form-data", "application/jsonx"])
def test_any_other_media_type_is_refused(media):
    with pytest.raises(WrongMediaType):
        body_of(request(b"{}", media))


def test_a_body_has_its_bounds(monkeypatch):
    monkeypatch.setattr(bodies, "LARGEST", 10)
    assert body_of(request(b'{"a": 123}')) == {"a": 123}
    with pytest.raises(bodies.BodyTooLarge):
        body_of(request(b'{"a": 1234}'))


@given(st.uuids())
def test_a_cursor_leads_back_to_its_place(id_):
    assert position(cursor(str(id_))) == str(id_)
    assert str(id_) not in cursor(str(id_))


@given(st.text(max_size=60))
def test_any_other_cursor_is_refused_as_such(told):
    with pytest.raises(bodies.ParameterInvalid):
        position(told)


@pytest.mark.parametrize("told", [ID, "0190b3a0-0000-7000-b000-00000000000f"])
def test_a_client_makes_ids_of_version_seven(told):
    assert client_id(told) == told


@pytest.mark.parametrize("told", [None, 7, "", ID.upper(), ID + "\n", " " + ID, str(uuid.UUID(int=1, version=4)), ID[:-1], [ID]])
def test_any_other_id_is_none(told):
    assert client_id(told) is None


@pytest.mark.parametrize(("query", "known"), [("a=1&b=2", ("a",)), ("a=1&a=2", ("a",))])
def test_parameters_are_known_and_given_once(query, known):
    with pytest.raises(Refusal):
        bodies.query_of(request(query=query), known)


@pytest.mark.parametrize("text", ["0", "501", "-1", "1.5", "x", "", "٣", "9999999999"])
def test_a_whole_number_lies_within_its_bounds(text):
    with pytest.raises(bodies.ParameterInvalid):
        bodies.whole({"limit": text}, "limit", 50, 500)
    assert bodies.whole({}, "limit", 50, 500) == 50


@pytest.mark.parametrize("text", ["91", "-91", "nan", "inf", "1e1", "", "1,5", "٣"])
def test_a_number_lies_within_its_bounds(text):
    with pytest.raises(bodies.ParameterInvalid):
        bodies.decimal({"latitude": text}, "latitude", -90, 90)
