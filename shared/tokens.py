"""How a service knows that a request comes from the gateway: the gateway signs each with a key that only the two hold.

The signature covers the service's name, the moment until which it holds, and every byte of the body, in which the order says
who asks, for what, and where that was checked.
"""

import hashlib
import hmac
import time

from shared.errors import Refusal

LASTS = 30  # seconds
HEADER = "Toono-Signature"


class SignatureRefused(Refusal):
    """The service was not called by the gateway, or too late."""

    status = 401
    text = "The signature is missing, expired or not for this."
    remedy = "Call the service through the gateway."


def sign(key: bytes, service: str, body: bytes) -> str:
    """A signature for one request to `service` with exactly this body: ``<until>.<HMAC-SHA-256>``."""
    until = str(int(time.time()) + LASTS)
    return f"{until}.{_mac(key, service, until, body)}"


def verify(key: bytes, service: str, body: bytes, signature: str) -> None:
    """Let a request pass.

    Raises:
        SignatureRefused: forged, expired, for another service or another body.
    """
    until, _, mac = signature.partition(".")
    if (
        not hmac.compare_digest(mac.encode(), _mac(key, service, until, body).encode())
        or not until.isdecimal()
        or int(until) < time.time()
    ):
        raise SignatureRefused


def _mac(key: bytes, service: str, until: str, body: bytes) -> str:
    return hmac.digest(key, f"{service}.{until}.".encode() + body, hashlib.sha256).hex()
