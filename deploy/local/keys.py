"""The secrets of this copy: made at its first start, kept in one file that only its owner reads."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field

from deploy.local.layout import SECRETS, write_private


def _key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def _password() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys (32 bytes in base64) and passwords (safe in a URI)."""

    service_key: str = field(default_factory=_key)
    token_key: str = field(default_factory=_key)
    seal_key: str = field(default_factory=_key)
    receipt_key: str = field(default_factory=_key)
    broker_cookie: str = field(default_factory=_password)
    broker_password: str = field(default_factory=_password)
    mongo_key: str = field(default_factory=_key)
    mongo_password: str = field(default_factory=_password)


def load() -> Keys:
    """Read the secrets, when a command needs those of a copy that has started before."""
    return Keys(**json.loads(SECRETS.read_text()))


def load_or_make() -> Keys:
    """Read the secrets, and make those that are missing, before a start."""
    keys = load() if SECRETS.exists() else Keys()
    write_private(SECRETS, json.dumps(asdict(keys), indent=2) + "\n")
    return keys
