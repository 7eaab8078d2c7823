"""Who does what in the demonstration: tokens such as `toono token` prints, some with several grants."""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from deploy.cli.tokens import sign
from gateway.access import AUDIENCE, ISSUERS

HOURS = 12
MANY = 60  # characters of the subject that tell several places apart


@dataclass(frozen=True)
class Person:
    """Somebody with a role in some places; without any, in the whole country. Of nobody is a name known."""

    subject: str
    grants: tuple[tuple[str, str, str], ...]  # role, kind of place (area, center, partner, or nothing), id

    @classmethod
    def national(cls, role: str) -> Self:
        """Return somebody of the ministry."""
        return cls(f"demo:{role}", ((role, "", ""),))

    @classmethod
    def of(cls, role: str, kind: str, ids: Iterable[str], *, called: str) -> Self:
        """Return somebody of areas, centers or partners, told apart from others of the role by what they are called."""
        return cls(f"demo:{role}:{called}"[:MANY], tuple((role, kind, id_) for id_ in ids))

    def token(self, key: str) -> str:
        """Return a bearer token, good for some hours."""
        now = int(time.time())
        told = {"iss": ISSUERS[0], "aud": AUDIENCE, "sub": self.subject, "iat": now, "exp": now + HOURS * 3600}
        return sign(key, {**told, "jti": str(uuid.uuid4()), "grants": [_grant(*grant) for grant in self.grants]})


def _grant(role: str, kind: str, id_: str) -> dict[str, str | None]:
    return {"role": role, "area": None, "center": None, "partner": None} | ({kind: id_} if kind else {})
