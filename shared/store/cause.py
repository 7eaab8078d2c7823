"""Why work is done: a command that somebody gave, or an event that arrived."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from shared.errors import DeadlinePassed


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What a journal entry is keyed by and tells of its origin.

    `key` is, for a command, the hash of client, service and idempotency key, and for a reaction that of consumer and
    event id: the same cause never has two effects. `scope` holds, as ``{"center:<id>": "<area id>"}``, the area in which
    the gateway has seen each thing that the caller's grant was checked against.
    """

    key: str
    name: str
    now: datetime
    today: str
    fingerprint: str = ""
    actor: dict[str, Any] | None = None
    scope: dict[str, str | None] = field(default_factory=dict)
    correlation: str | None = None
    causation: str | None = None
    traceparent: str | None = None
    match: int | None = None  # the version named in If-Match
    reason: str | None = None
    new_id: str | None = None  # of what the command makes, if an offline client chose it
    until: float | None = None  # Unix seconds after which nobody waits for it, so that it is not begun

    def hurry(self) -> None:
        """Refuse to begin when it is too late.

        Raises:
            DeadlinePassed: nobody waits for it any more.
        """
        if self.until is not None and time.time() > self.until:
            raise DeadlinePassed


def command_key(client: str, service: str, idempotency_key: str) -> str:
    """The `_id` of a command's journal entry."""
    return hashlib.sha256(f"{client}\n{service}\n{idempotency_key}".encode()).hexdigest()[:40]


def reaction_key(consumer: str, event_id: str) -> str:
    """The `_id` of a reaction's journal entry."""
    return hashlib.sha256(f"{consumer}\n{event_id}".encode()).hexdigest()[:40]


def fingerprint(server_key: str, name: str, body: Any) -> str:
    """What tells one request from another under the same key; keyed, so that nobody can guess a body from it."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return hmac.new(server_key.encode(), name.encode() + b"\n" + canonical, hashlib.sha256).hexdigest()[:40]


class Derived(str):
    """A secret that can be made again from the server's key and the command's id, and so is never stored."""

    __slots__ = ("digits", "label", "prefix")
    label: str
    digits: int | None
    prefix: str


def derive(server_key: bytes, key: str, label: str, digits: int | None = None, prefix: str = "") -> Derived:
    """The secret of a command: 32 hexadecimal digits, or `digits` decimal ones, or 32 bytes in base64 after a prefix."""
    mac = hmac.new(server_key, f"{key}:{label}".encode(), hashlib.sha256)
    digest = mac.hexdigest()
    text = digest[:32] if digits is None else str(int(digest, 16) % 10**digits).zfill(digits)
    secret = Derived(prefix + base64.b64encode(mac.digest()).decode() if prefix else text)
    secret.label, secret.digits, secret.prefix = label, digits, prefix
    return secret
