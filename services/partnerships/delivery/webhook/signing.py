"""Signatures as Standard Webhooks has them: https://github.com/standard-webhooks/standard-webhooks, spec 1.0.0."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret


class NoSecret(Exception):
    """A message has to be signed, and no secret is in force."""


class SpoiltSecret(ValueError):
    """A secret that is not `whsec_` and the base64 of 24 to 64 bytes."""


def as_text(key: bytes) -> str:
    """Return the secret as a partner writes it into its configuration.

    Raises:
        SpoiltSecret: it is shorter or longer than the standard has it.
    """
    if not SHORTEST <= len(key) <= LONGEST:
        raise SpoiltSecret(f"a secret has {SHORTEST} to {LONGEST} bytes")
    return PREFIX + base64.b64encode(key).decode()


def headers(*, secrets: Sequence[str], id: str, body: bytes, now: float) -> dict[str, str]:  # noqa: A002
    """Return the three headers of an attempt at `now` (seconds since 1970), with a signature by each of the secrets.

    Raises:
        NoSecret: there are none.
        SpoiltSecret: one of them cannot be read.
    """
    if not secrets:
        raise NoSecret
    at = str(int(now))
    signed = b".".join((id.encode(), at.encode(), body))
    signatures = " ".join(_signature(one, signed) for one in secrets)
    return {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures}


def _signature(secret: str, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


@lru_cache(maxsize=4096)
def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise SpoiltSecret("a secret is written in base64") from None
    as_text(key)
    return key
