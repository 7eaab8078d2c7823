"""Who may do what, where. Nobody may do anything without a grant.

A grant is a role × a place (an area with all below it, one center, one partner, or the whole country). A role is a set of
permissions; every command and every kind names the one it needs (`<kind>.read` to be read). The table below is all of it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Any

import jwt

from shared.errors import Refusal

EXPIRED = "it has expired"
AUDIENCE = "toono"
ISSUERS = ("toono-local",)

ROLES: dict[str, tuple[str, ...]] = {
    "ministry_administrator": (
        "area.*", "center.*", "vitality.read", "import.*", "program.*", "offering.*", "session.*", "learner.read",
        "learner.erase", "enrolment.*", "partner.*", "agreement.*", "contribution.*", "subscription.read",
        "subscription.manage", "need.*", "meeting.*", "decision.*", "case.read", "case.triage", "case.review",
        "case.resolve", "case.disclose", "case.clock", "overview.read",
    ),
    "district_officer": (
        "area.read", "area.manage", "center.*", "vitality.read", "program.*", "offering.read", "session.read",
        "enrolment.read", "learner.read", "partner.*", "agreement.negotiate", "agreement.sign", "agreement.suspend",
        "agreement.read", "contribution.*", "need.*", "meeting.read", "decision.read", "case.read", "case.triage",
        "case.review", "case.resolve", "case.disclose", "overview.read",
    ),
    "center_manager": (
        "area.read", "center.read", "center.revise", "vitality.read", "program.read", "program.draft", "offering.*",
        "session.*", "learner.*", "enrolment.*", "partner.read", "agreement.read", "agreement.negotiate", "contribution.*",
        "need.*", "meeting.*", "decision.*", "case.read", "case.triage", "case.review", "case.resolve", "case.disclose",
        "overview.read",
    ),
    "facilitator": (
        "area.read", "center.read", "program.read", "offering.read", "session.*", "learner.read", "learner.register",
        "enrolment.*", "need.raise", "need.read", "meeting.read", "decision.read",
    ),
    "partner_contact": (
        "area.read", "center.read", "partner.read", "agreement.read", "agreement.negotiate", "contribution.read",
        "contribution.pledge", "need.read", "program.read",
    ),
    "partner_technical_contact": ("subscription.read", "subscription.manage", "subscription.receive", "agreement.read"),
    "partner_system": ("subscription.receive",),
    "focal_point": ("case.sensitive",),
    "operator": ("operations.read", "operations.repair"),
    "public": (),
}  # fmt: skip


PLACES = {  # what a grant of these roles must name one of; the others may reach the whole country
    "district_officer": ("area",),
    "center_manager": ("center", "area"),
    "facilitator": ("center", "area"),
    "partner_contact": ("partner",),
    "partner_technical_contact": ("partner",),
    "partner_system": ("partner",),
}


class NotAuthenticated(Refusal):
    """There is no valid token (RFC 6750)."""

    status = 401
    text = "A valid bearer token is needed: {why}."
    remedy = "Send Authorization: Bearer <token>. On a local installation `toono token --role ROLE` prints one."


@dataclass(frozen=True)
class Place:
    """Where a thing is: what grants are held against."""

    area_id: str | None = None
    center_id: str | None = None
    partner_id: str | None = None


@dataclass(frozen=True)
class Grant:
    """A role in a place; without area, center and partner it is the whole country."""

    role: str
    area: str | None = None
    center: str | None = None
    partner: str | None = None

    @property
    def national(self) -> bool:
        """Whether it reaches everywhere."""
        return not (self.area or self.center or self.partner)

    def covers(self, place: Place, ancestors: Iterable[str]) -> bool:
        """Whether the place lies within; `ancestors` are the place's area and all above it."""
        if self.center:
            return place.center_id == self.center
        if self.partner:
            return place.partner_id == self.partner
        return self.area is None or self.area in ancestors


@dataclass(frozen=True)
class Caller:
    """Who asks. The public has neither an id nor grants."""

    id: str | None = None
    grants: tuple[Grant, ...] = field(default=())

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """The grants whose role has this permission."""
        return tuple(grant for grant in self.grants if allows(grant.role, permission))


PUBLIC = Caller()


@cache
def allows(role: str, permission: str) -> bool:
    """Whether a role has a permission."""
    return any(fnmatchcase(permission, pattern) for pattern in ROLES.get(role, ()))


def caller_of(authorization: str | None, key: str) -> Caller:
    """The caller behind an Authorization header; the public if there is none.

    Raises:
        NotAuthenticated: there is one, and it is not good.
    """
    if not authorization:
        return PUBLIC
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated(why="the header is not of the form Bearer <token>")
    try:
        caller, until = _checked(token, key)
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
        raise NotAuthenticated(why=_why(error)) from error
    if until <= time.time():
        raise NotAuthenticated(why=EXPIRED)
    return caller


@lru_cache(maxsize=4096)
def _checked(token: str, key: str) -> tuple[Caller, float]:
    """The caller of a token and until when it holds; a signature is checked once, its end every time."""
    claims = jwt.decode(
        token, key, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUERS, options={"require": ["exp", "iat", "sub"]}
    )
    return Caller(claims["sub"], tuple(_grant(told) for told in claims["grants"])), claims["exp"]


def _grant(told: dict[str, Any]) -> Grant:
    grant = Grant(told["role"], told.get("area"), told.get("center"), told.get("partner"))
    place = PLACES.get(grant.role, ())
    if grant.role not in ROLES or "" in (grant.area, grant.center, grant.partner):
        raise ValueError("a grant that names nothing")
    if place and not any(getattr(grant, one) for one in place):
        raise ValueError("a grant without its place")
    return grant


def _why(error: Exception) -> str:
    return EXPIRED if isinstance(error, jwt.ExpiredSignatureError) else "it cannot be trusted"
