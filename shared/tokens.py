"""How a service knows that a request comes from the gateway: the gateway signs each with a key that only the two hold.

The signature covers the service's name, the moment until which it holds, and every byte of the body, in which the order says
who asks, for what, and where that was checked. That moment is the request's deadline: the gateway waits no longer for the
answer, and the service begins nothing after it. The two read it off their own clocks, which must agree within a second or so.
"""

import hashlib
import hmac
import time

from shared.errors import DeadlinePassed, Refusal

HEADER = "Toono-Signature"


class SignatureRefused(Refusal):
    """The service was not called by the gateway."""

    status = 401
    text = "The signature is missing or not for this."
    remedy = "Call the service through the gateway."


def sign(key: bytes, service: str, body: bytes, *, seconds: float) -> str:
    """A signature for one request to `service` with exactly this body: ``<until, in Unix milliseconds>.<HMAC-SHA-256>``."""
    until = str(int((time.time() + seconds) * 1000))
    return f"{until}.{_mac(key, service, until, body)}"


def verify(key: bytes, service: str, body: bytes, signature: str) -> float:
    """Let a request pass; its deadline, in Unix seconds.

    Raises:
        SignatureRefused: forged, for another service or another body.
        DeadlinePassed: it came too late.
    """
    until, _, mac = signature.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, service, until, body).encode()) or not until.isdecimal():
        raise SignatureRefused
    deadline = int(until) / 1000
    if deadline < time.time():
        raise DeadlinePassed
    return deadline


def _mac(key: bytes, service: str, until: str, body: bytes) -> str:
    return hmac.digest(key, f"{service}.{until}.".encode() + body, hashlib.sha256).hex()
