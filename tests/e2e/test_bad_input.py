"""Bad input: each gets 4xx problem details naming the field and the remedy, none gets a 5xx or changes anything."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from gateway.catalog import commands
from gateway.resources.bodies import LARGEST
from gateway.resources.commands import PARAMETER
from shared.contract import Command
from tests.client import Answer, Api, refused
from tests.e2e.bad_values import OPERATORS, PRIVILEGED, fields_of, texts_of, wrong
from tests.world import World

pytestmark = [pytest.mark.platform, pytest.mark.usefixtures("unchanged")]
GIVEN = {name: command for name, (_, command) in commands().items() if not command.takes_file and command.method != "GET"}


def each(condition: Callable[[Command], object] = bool) -> pytest.MarkDecorator:
    """A test for each command, or for those to which it applies."""
    return pytest.mark.parametrize("command", [pytest.param(one, id=name) for name, one in GIVEN.items() if condition(one)])


DEEP = b'{"a":' * 60_000 + b"1" + b"}" * 60_000
UNREADABLE = {
    "cut off": b'{"reason": "x"',
    "not JSON": b"reason=x",
    "a list": b"[]",
    "a text": b'"x"',
    "not a number": b'{"a": NaN}',
    "more than a number": b'{"a": 1e999}',
    "no UTF-8": b'{"reason": "\xff\xfe"}',
    "half a surrogate": rb'{"reason": "\ud800"}',
    "deep": DEEP,
    "deep lists": b"[" * 100_000,
}


def send(by: Api, world: World, command: Command, body: Any = None, **more: Any) -> Answer:
    told = {"key": str(uuid.uuid4()), "match": '"1"' if command.matches else None, **more}
    return by.request(command.method, world.path(command), body=body, **told)


@each()
def test_what_is_not_asked_for_is_refused(command, everything, world):
    body, known = world.body(command.name), set(command.body().fields)
    for name, value in {"surprise": 1, "$set": {}, "name.kk": "x", **PRIVILEGED}.items():
        if name not in known:
            refused(send(everything, world, command, {**body, name: value}), 422, names=name.split(".")[0], why=name)


@each()
def test_operators_are_refused_in_every_field(command, everything, world):
    body = world.body(command.name)
    for name in fields_of(command.body()):
        for operator in OPERATORS:
            refused(send(everything, world, command, {**body, name: operator}), 422, names=name, why=(name, operator))


@each()
def test_wrong_values_are_refused_in_every_field(command, everything, world):
    body = world.body(command.name)
    for name, field in fields_of(command.body()).items():
        for value in wrong(field):
            refused(send(everything, world, command, {**body, name: value}), 422, names=name, why=(name, value))


@each()
def test_languages_are_languages(command, everything, world):
    body = world.body(command.name)
    for name in texts_of(command.body()):
        for language in ("kk.en", "$kk", "", "kk\n", "_id", "kk\u0000", "x" * 5000):
            refused(send(everything, world, command, {**body, name: {language: "x"}}), 422, names=name, why=(name, language))


@each()
def test_what_cannot_be_read_is_refused(command, everything, world):
    for why, raw in UNREADABLE.items():
        refused(send(everything, world, command, raw=raw), 400, why=why)
    for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        refused(send(everything, world, command, raw=b"{}", media=media), 415, why=media)


@each()
def test_too_much_is_refused(command, everything, world):
    refused(send(everything, world, command, raw=b'{"reason":"' + b"x" * LARGEST + b'"}'), 413)


@each(lambda command: command.method == "POST")
def test_a_request_without_a_key_is_refused(command, everything, world):
    for key in (None, "", "two words", "ключ".encode().decode("latin-1"), "k" * 201):
        answer = send(everything, world, command, world.body(command.name), key=key)
        refused(answer, 400, names="Idempotency-Key", why=key)


@each(lambda command: command.matches)
def test_versions_out_of_date_are_refused(command, everything, world):
    body = world.body(command.name)
    refused(send(everything, world, command, body, match='"999"'), 412, 409)  # 409: refused as it stands (RFC 9110, 13.2.1)
    for match in (None, "3", "*", '"-1"', '"1", "2"', '"٣"'.encode().decode("latin-1")):
        refused(send(everything, world, command, body, match=match), 428, names="If-Match", why=match)


@each(lambda command: PARAMETER.search(command.path))
def test_a_path_that_names_nothing_is_refused(command, everything, world):
    """Neither text that is no id, nor the id of nothing, nor that of a thing of another kind."""
    names = PARAMETER.findall(command.path)
    other = world.ids["contribution" if "contribution_id" not in names else "need"]
    for id_ in ("%7B%22%24ne%22%3A%22%22%7D", "7", "..%2Fareas", "%00", "0190b3a0-0000-7000-8000-00000000eeee", other):
        path = "/v1" + command.path.format(**dict.fromkeys(names, id_))
        body, match = world.body(command.name), '"1"' if command.matches else None
        refused(everything.request(command.method, path, body=body, key=str(uuid.uuid4()), match=match), 404, 409, why=id_)
