"""The signature by which a service knows the gateway: for one body, one service, and half a minute."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.tokens import LASTS, SignatureRefused, sign, verify

KEY, BODY = b"k" * 32, b'{"key":"a"}'


def signed(key: bytes = KEY, service: str = "registry", body: bytes = BODY) -> str:
    """A signature like the gateway's, with something else about it."""
    return sign(key, service, body)


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
    "no signature": f"{int(time.time()) + 9}.",
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


def test_it_lasts_half_a_minute(monkeypatch):
    signature, now = signed(), time.time()
    for later, passes in ((LASTS - 2, True), (LASTS + 2, False)):
        monkeypatch.setattr("shared.tokens.time.time", lambda later=later: now + later)
        if passes:
            verify(KEY, "registry", BODY, signature)
        else:
            with pytest.raises(SignatureRefused):
                verify(KEY, "registry", BODY, signature)
