"""Commands: each is offered, carried out, exemplified and permitted, and nothing is there that is not."""

import inspect
from fnmatch import fnmatchcase

import pytest
from marshmallow import missing

from gateway.access import ROLES, allows
from gateway.catalog import commands, contracts, kinds
from gateway.resources.commands import PARAMETER
from shared.contract import Command

OPERATING = {"operations.read", "operations.repair"}
COMMANDS = [pytest.param(service, command, id=name) for name, (service, command) in commands().items()]


def named(command: Command) -> set[str]:
    """What a command's path and body can name."""
    return set(PARAMETER.findall(command.path)) | set(command.body().fields)


def permissions() -> set[str]:
    needed = {command.permission for _, command in commands().values() if not command.public}
    listed = {f"{kind.name}.read" for _, kind in kinds().values() if kind.listed}
    return needed | listed | {"overview.read", "vitality.read", "subscription.receive", *OPERATING}


def test_names_and_paths_are_taken_once():
    names = [command.name for contract in contracts().values() for command in contract.commands]
    paths = [(command.method, command.path) for contract in contracts().values() for command in contract.commands]
    assert len(set(names)) == len(names)
    assert len(set(paths)) == len(paths)


def test_every_command_has_its_method_and_every_method_its_command(services):
    for name, service in services.items():
        offered = {attribute for attribute, method in vars(service).items() if hasattr(method, "use")}
        assert offered == set(contracts()[name].by_name)


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_its_example_is_one(service, command):  # noqa: ARG001
    assert command.body().validate(dict(command.example)) == {}


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_its_use_case_takes_what_the_schema_gives(services, service, command):
    """With the whole body, with the example, and with as little as the schema asks for."""
    schema, use = command.body(), getattr(services[service], command.name).use
    defaults = {name: None for name, field in schema.fields.items() if field.load_default is not missing}
    least = {name: None for name, field in schema.fields.items() if field.required}
    given = dict.fromkeys(PARAMETER.findall(command.path)) | ({"file": b""} if command.takes_file else {})
    for body in (dict.fromkeys(schema.fields), schema.load(dict(command.example)), least):
        inspect.signature(use).bind(None, **{**defaults, **body, **given})


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_its_scope_names_things_that_there_are(service, command):  # noqa: ARG001
    for kind, parameter in (one.split(":") for one in command.scope):
        assert kind in kinds()
        assert parameter in named(command)


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_its_path_names_its_kinds(service, command):  # noqa: ARG001
    assert command.kind in kinds()
    assert all(one.removesuffix("_id") in kinds() for one in PARAMETER.findall(command.path))


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_a_grant_for_one_place_does_not_reach_what_lies_in_another(service, command):  # noqa: ARG001
    """What the path names is in the scope, so that the gateway checks it."""
    checked_in_service = {"plan_offering"} if command.permission != "case.sensitive" else {command.name}
    if command.scope and not command.public and command.name not in checked_in_service:
        assert set(PARAMETER.findall(command.path)) <= {one.split(":")[1] for one in command.scope}


@pytest.mark.parametrize("permission", sorted(permissions()))
def test_somebody_has_every_permission(permission):
    assert any(allows(role, permission) for role in ROLES)


@pytest.mark.parametrize(("role", "pattern"), [(role, pattern) for role, patterns in ROLES.items() for pattern in patterns])
def test_every_grant_means_something(role, pattern):
    assert any(fnmatchcase(permission, pattern) for permission in permissions()), f"{role}: {pattern}"
