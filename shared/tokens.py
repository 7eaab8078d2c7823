"""The short-lived token with which the gateway speaks to a service: who asks, for what, and where that was checked."""

import hashlib
import time
from typing import Any

import jwt

from shared.errors import Refusal

ALGORITHM = "HS256"
LASTS = 30  # seconds
ISSUER = "toono-gateway"


class TokenRefused(Refusal):
    """The service was not called by the gateway, or too late."""

    status = 401
    text = "The service token is missing, expired or not for this."
    remedy = "Call the service through the gateway."


def sign(key: str, service: str, body: bytes, claims: dict[str, Any]) -> str:
    """A token for one request to `service` with exactly this body."""
    stamped = {**claims, "iss": ISSUER, "aud": service, "exp": int(time.time()) + LASTS, "sha": digest(body)}
    return jwt.encode(stamped, key, ALGORITHM)


def verify(key: str, service: str, body: bytes, token: str) -> dict[str, Any]:
    """The claims of a token.

    Raises:
        TokenRefused: forged, expired, for another service or another body.
    """
    try:
        claims: dict[str, Any] = jwt.decode(token, key, [ALGORITHM], audience=service, issuer=ISSUER)
    except jwt.InvalidTokenError as error:
        raise TokenRefused from error
    if claims.get("sha") != digest(body):
        raise TokenRefused
    return claims


def digest(body: bytes) -> str:
    """The SHA-256 of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
