"""Commands that are given at the same time reach their service in one request, and each has its own answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import orjson
import pytest

from gateway import services
from gateway.services import Services
from shared.errors import Unavailable
from shared.store.together import SEVERAL
from tests.client import wait_until


class Owner:
    """A service that answers each order with its number; it holds the requests that come before it may go on."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.go = threading.Event()
        self.away = False

    def post(self, path, _headers, body, _until):
        """Take a request."""
        assert path == "/commands"
        self.bodies.append(body)
        assert self.go.wait(20)
        if self.away:
            raise ConnectionResetError
        return 200, b"\n".join(self.answer(*line.split(b" ", 1)) for line in body.split(b"\n"))

    def answer(self, name, order):
        """The answer to one order, as a line."""
        number = orjson.loads(order)["number"]
        return b"%d %s" % (409 if number % 2 else 201, orjson.dumps({"name": name.decode(), "number": number}))


@pytest.fixture
def owner(monkeypatch):
    one = Owner()
    monkeypatch.setattr(services.Line, "post", one.post)
    yield one
    one.go.set()


@pytest.fixture
def gateway():
    return Services({"registry": "http://127.0.0.1:1"}, "key")


@pytest.fixture
def given(gateway, owner):
    """``given(number)``: a command on its way, once it waits for others or has reached the owner."""
    with ThreadPoolExecutor(services.AT_ONCE) as pool:

        def give(number):
            before = on_their_way()
            asked = pool.submit(gateway.command, "registry", "revise_center", {"number": number})
            wait_until(lambda: on_their_way() > before, 10)
            return asked

        def on_their_way():
            waiting = gateway._together["registry"]._waiting
            return len(waiting) + sum(len(body.split(b"\n")) for body in owner.bodies)

        yield give
        owner.go.set()


def test_each_has_its_own_answer(given, owner, monkeypatch):
    arrived = threading.Event()
    monkeypatch.setattr("shared.store.together.time", SimpleNamespace(sleep=lambda seconds: seconds and arrived.wait(20)))
    asked = []
    for number in range(SEVERAL):
        asked.append(given(number))
        wait_until(lambda: len(owner.bodies) == len(asked), 10)
    asked += [given(number) for number in range(SEVERAL, 8)]
    arrived.set()
    wait_until(lambda: len(owner.bodies) == 4, 10)
    owner.go.set()
    for number, one in enumerate(asked):
        status, body = one.result(20)
        assert (status, orjson.loads(body)) == (409 if number % 2 else 201, {"name": "revise_center", "number": number})
    assert [body.count(b"\n") for body in owner.bodies] == [0, 0, 0, 4]


def test_when_the_service_is_away_each_tries_again_for_itself_and_gives_up(given, owner, monkeypatch):
    owner.away = True
    monkeypatch.setattr(services, "PATIENCE", 0.2)
    asked = [given(number) for number in range(3)]
    owner.go.set()
    assert [type(one.exception(20)) for one in asked] == [Unavailable] * 3
    owner.away = False
    assert given(4).result(20)[0] == 201
