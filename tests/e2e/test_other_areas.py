"""Ids of other areas: whoever may do something elsewhere can neither do it here nor see what is here."""

from collections.abc import Callable, Iterator

import pytest

from gateway.access import PLACES, ROLES, allows
from gateway.catalog import commands, kinds
from shared.contract import Command
from tests.client import Answer, Api, refused
from tests.world import PLURALS, World

pytestmark = [pytest.mark.platform, pytest.mark.usefixtures("unchanged")]
COMMANDS = [
    pytest.param(command, id=name)
    for name, (_, command) in commands().items()
    if command.scope and not command.public and not command.takes_file and command.method != "GET"
]
NOBODY = "0190b3a0-0000-7000-8000-00000000abcd"


def elsewhere(world: World) -> dict[str, list[dict[str, str]]]:
    """For each role, grants that reach nothing of what the world's commands are about."""
    far = [
        {"area": world.ids["other_area"]},
        {"center": world.ids["far_center"]},
        {"center": world.ids["other"]},
        {"partner": NOBODY},
    ]
    return {role: [one for one in far if {*one} & {*PLACES.get(role, one)}] for role in ROLES if role != "public"}


def strangers(permission: str, world: World, api: Callable[..., Api]) -> Iterator[tuple[str, Api]]:
    for role, grants in elsewhere(world).items():
        if allows(role, permission):
            for where in grants:
                yield f"{role} {where}", api(role, **where)


def give(by: Api, world: World, command: Command) -> Answer:
    match = '"1"' if command.matches else None
    key = None if command.method == "PATCH" else f"stranger-{command.name}"
    return by.request(command.method, world.path(command), body=world.body(command.name), key=key, match=match)


@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_from_elsewhere_gives_a_command_here(command, world, api):
    for who, stranger in strangers(command.permission, world, api):
        refused(give(stranger, world, command), 403, 404, why=who)


@pytest.mark.parametrize("kind", [one for one in PLURALS if one in kinds() and one != "import"])
def test_nobody_from_elsewhere_sees_what_is_here(kind, world, api):
    """What is public is seen in its public part; the rest looks as if it were not there."""
    public = kinds()[kind][1].public
    for who, stranger in strangers(f"{kind}.read", world, api):
        one, unknown = world.read(kind, by=stranger), stranger.get(f"/v1/{PLURALS[kind]}/{NOBODY}")
        listed = [item for item in stranger.get(f"/v1/{PLURALS[kind]}", limit=500).body["items"] if item["id"] == world.ids[kind]]
        if public:
            assert set(one.body) == set(public), who
            assert all(set(item) <= set(public) for item in listed), who
        else:
            refused(one, 404, why=who)
            assert one.body["detail"].replace(world.ids[kind], NOBODY) == unknown.body["detail"]
            assert listed == [], who


@pytest.mark.parametrize("kind", [one for one in PLURALS if one in kinds()])
def test_without_a_grant_nothing_is_seen_but_what_is_public(kind, world, anybody):
    public = kinds()[kind][1].public
    if public:
        assert set(world.read(kind, by=anybody).body) == set(public)
    elif kind in world.ids:
        refused(world.read(kind, by=anybody), 401)
        refused(anybody.get(f"/v1/{PLURALS[kind]}"), 401)


def test_a_batch_reaches_no_farther_than_its_commands_alone(world, api):
    stranger = api("center_manager", center=world.ids["far_center"])
    item = {"id": "far", "command": "cancel_offering", "path": {"offering_id": world.ids["offering"]}, "body": {"reason": "no"}}
    result = stranger.post("/v1/batches", {"commands": [item]}).body["results"][0]
    assert (result["status"], result["problem"]["errors"][0]["field"]) == (404, "offering_id")


def test_grants_do_not_lend_each_other_their_reach(world, anybody, token, together):
    """Who manages one center and teaches at another sees the cases of the first, and not those of the second."""
    manages, teaches = token("center_manager", center=world.ids["other"]), token("facilitator", center=world.ids["center"])
    profile = anybody.to(together(manages, teaches)).get(f"/v1/centers/{world.ids['center']}/profile")
    assert profile.status == 200
    assert profile.body.get("cases", []) == []
    assert profile.body.get("agreements", []) == []
