"""Who supports a need: persons counted once, and known to nobody."""

import hashlib
import hmac
import unicodedata
import uuid
from dataclasses import dataclass

from shared.events import Aggregate


@dataclass(kw_only=True)
class Support(Aggregate):
    """One person's support of one need.

    Its id is a hash of what the person gave (a phone number, a token of the device), under a key that is sealed with the
    need: the same person is found again for the same need and cannot be followed from one need to another.
    """

    KIND = "support"

    need_id: str

    @classmethod
    def give(cls, *, id: str, need_id: str, area_id: str | None, at: str) -> "Support":  # noqa: A002
        """Stand behind a need."""
        support = cls(id=id, need_id=need_id, area_id=area_id, status="given")
        support.record("given", at=at)
        return support


def supporter_id(key: str, supporter: str) -> str:
    """The id of a supporter's support, as a UUID made from a name; spaces, dashes and case do not matter."""
    name = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", supporter).casefold()))
    digest = hmac.new(key.encode(), name.encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
