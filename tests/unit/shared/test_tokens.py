"""The signature by which a service knows the gateway: for one body, one service, and until the deadline."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import DeadlinePassed
from shared.tokens import SignatureRefused, sign, verify

KEY, BODY = b"k" * 32, b'{"key":"a"}'
SECONDS = 10


def signed(key: bytes = KEY, service: str = "registry", body: bytes = BODY) -> str:
    """A signature like the gateway's, with something else about it."""
    return sign(key, service, body, seconds=SECONDS)


@given(st.binary(max_size=200))
def test_what_was_signed_passes(body):
    verify(KEY, "registry", body, signed(body=body))


OTHERS = {
    "another key": signed(key=b"l" * 32),
    "another service": signed(service="programs"),
    "another body": signed(body=b"{}"),
    "a longer body": signed(body=BODY + b" "),
    "no body": signed(body=b""),
    "nothing": "",
    "a dot": ".",
    "no end": f".{'0' * 64}",
    "no signature": f"{int(time.time() + 9) * 1000}.",
    "zeros": f"{'9' * 12}.{'0' * 64}",
    "another alphabet": "1.é",
    "a number that is none": "²." + "0" * 64,
}


@pytest.mark.parametrize("why", OTHERS)
def test_what_differs_in_anything_is_refused(why):
    with pytest.raises(SignatureRefused):
        verify(KEY, "registry", BODY, OTHERS[why])


def test_its_end_cannot_be_put_off():
    until, mac = signed().split(".")
    for other in (str(int(until) + 1), f"{until} ", f"0{until}", f"+{until}"):
        with pytest.raises(SignatureRefused):
            verify(KEY, "registry", BODY, f"{other}.{mac}")


def test_no_byte_can_move_between_what_is_signed():
    with pytest.raises(SignatureRefused):
        verify(KEY, "registry", b"1." + BODY, signed(service="registry.1"))


def test_it_tells_the_deadline_and_passes_until_then(monkeypatch):
    signature, now = signed(), time.time()
    monkeypatch.setattr("shared.tokens.time.time", lambda: now + SECONDS - 1)
    assert verify(KEY, "registry", BODY, signature) == pytest.approx(now + SECONDS, abs=1)
    monkeypatch.setattr("shared.tokens.time.time", lambda: now + SECONDS + 1)
    with pytest.raises(DeadlinePassed):
        verify(KEY, "registry", BODY, signature)


def test_a_forgery_is_not_told_that_it_is_late():
    with pytest.raises(SignatureRefused):
        verify(KEY, "registry", BODY, f"1000.{'0' * 64}")
