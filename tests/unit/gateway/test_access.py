"""Who may do what, where: without a grant nothing is done and nothing is seen."""

import time

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.access import AUDIENCE, ISSUERS, PUBLIC, ROLES, Caller, Grant, NotAuthenticated, Place, allows, caller_of
from gateway.catalog import commands, kinds

OPERATING = {"operations.read", "operations.repair"}
KEY = "k" * 64
HERE = Place(area_id="district", center_id="c1", partner_id="p1")
ABOVE = ["district", "region"]
NEEDED = (
    {command.permission for _, command in commands().values()}
    | {f"{kind}.read" for kind in kinds()}
    | {"overview.read", *OPERATING}
)


def token(key: str = KEY, algorithm: str = "HS256", **changes) -> str:
    """A bearer header; None leaves a claim out."""
    now = int(time.time())
    claims = {"iss": ISSUERS[0], "aud": AUDIENCE, "sub": "u", "iat": now, "exp": now + 60, "grants": [], **changes}
    return "Bearer " + jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm)


@pytest.mark.parametrize(
    ("grant", "covers"),
    [
        (Grant("x"), True),
        (Grant("x", area="district"), True),
        (Grant("x", area="region"), True),
        (Grant("x", area="another"), False),
        (Grant("x", center="c1"), True),
        (Grant("x", center="c2"), False),
        (Grant("x", partner="p1"), True),
        (Grant("x", partner="p2"), False),
        (Grant("x", area="region", center="c2"), False),
    ],
)
def test_a_grant_covers_its_place_and_what_lies_below(grant, covers):
    assert grant.covers(HERE, ABOVE) is covers


@given(st.sampled_from(["area", "center", "partner"]), st.text(min_size=1))
def test_what_lies_nowhere_is_covered_by_national_grants_only(where, id_):
    assert not Grant("x", **{where: id_}).covers(Place(), [])
    assert Grant("x").covers(Place(), [])


@pytest.mark.parametrize(
    "permission", sorted({command.permission for _, command in commands().values()} | {f"{k}.read" for k in kinds()})
)
def test_the_public_is_granted_nothing(permission):
    assert PUBLIC.grants_for(permission) == ()
    assert not allows("public", permission)
    assert not allows("nobody", permission)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_has_everything_and_each_has_what_its_table_says(role):
    assert not any(pattern == "*" for pattern in ROLES[role])
    for pattern in ROLES[role]:
        assert allows(role, pattern.replace("*", "read"))
    assert not allows(role, "unheard.of")


@pytest.mark.parametrize("pattern", sorted({pattern for patterns in ROLES.values() for pattern in patterns}))
def test_every_permission_of_the_table_is_one_that_something_needs(pattern):
    role = next(role for role, patterns in ROLES.items() if pattern in patterns)
    assert any(allows(role, permission) for permission in NEEDED if permission.split(".")[0] == pattern.split(".")[0])


SENSITIVE = ("learner.erase", "area.manage", "center.close", "import.run", "agreement.sign", "case.clock")


@pytest.mark.parametrize("role", ["facilitator", "partner_contact"])
@pytest.mark.parametrize("permission", SENSITIVE)
def test_those_who_teach_or_help_decide_about_nothing_of_weight(role, permission):
    assert not allows(role, permission)


def test_without_a_header_it_is_the_public():
    assert caller_of(None, KEY) is PUBLIC
    assert caller_of("", KEY) is PUBLIC


def test_a_good_token_names_its_caller_and_the_grants():
    grants = [{"role": "facilitator", "center": "c1"}, {"role": "district_officer", "area": "a"}]
    found = caller_of(token(grants=grants), KEY)
    assert found == Caller("u", (Grant("facilitator", center="c1"), Grant("district_officer", area="a")))
    assert found.grants_for("center.suspend") == (Grant("district_officer", area="a"),)


def granted(*grants: object) -> str:
    """A good token but for its grants."""
    return token(grants=list(grants))


BAD = {
    "forged": token("l" * 64),
    "expired": token(exp=1),
    "another audience": token(aud="x"),
    "another issuer": token(iss="x"),
    "no expiry": token(exp=None),
    "no subject": token(sub=None),
    "no issue time": token(iat=None),
    "no grants": token(grants=None),
    "grants of text": token(grants="all"),
    "a grant of text": granted("ministry_administrator"),
    "a grant of nothing": granted(None),
    "an unknown role": granted({"role": "king"}),
    "no role": granted({}),
    "a manager of nowhere": granted({"role": "center_manager"}),
    "a facilitator of nowhere": granted({"role": "facilitator"}),
    "an officer of nowhere": granted({"role": "district_officer"}),
    "an officer of an empty area": granted({"role": "district_officer", "area": ""}),
    "a contact of no partner": granted({"role": "partner_contact"}),
    "no bearer": token()[7:],
    "basic": "Basic eDp5",
    "nothing": "Bearer ",
    "no signature": "Bearer " + jwt.encode({"sub": "u"}, "", "none"),
    "another algorithm": token(algorithm="HS384"),
}


@pytest.mark.parametrize("why", BAD)
def test_a_token_that_is_not_good_is_refused(why):
    with pytest.raises(NotAuthenticated):
        caller_of(BAD[why], KEY)
