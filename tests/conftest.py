"""Fixtures that all tests may use. What a test does not ask for is not started."""

import socket
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jwt
import pytest
from pymongo import MongoClient

from deploy.cli.tokens import ALGORITHM, claims, sign
from gateway.access import AUDIENCE
from shared.events import Aggregate
from shared.store import Store
from shared.store.sealing import Sealer
from tests import embedded
from tests.client import Api
from tests.world import World, build

TESTS = Path(__file__).parent
Mongo = MongoClient[dict[str, Any]]


@pytest.fixture(autouse=True)
def _no_socket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests open no socket."""
    if request.path.is_relative_to(TESTS / "unit"):

        def refuse(_self: socket.socket, address: Any) -> None:
            raise AssertionError(f"a unit test wants to connect to {address}")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture(scope="session")
def platform() -> Iterator[embedded.Embedded]:
    """The whole platform, private to this run of the tests."""
    with embedded.platform() as running:
        yield running


@pytest.fixture(scope="session")
def gateway_url(platform: embedded.Embedded) -> str:
    """Where the API is."""
    return str(platform.endpoints["gateway"])


@pytest.fixture(scope="session")
def token(platform: embedded.Embedded) -> Callable[..., str]:
    """``token(role, area=…, center=…, partner=…)``: a token with one grant; the places are ids."""
    key = platform.token_key

    def make(role: str, *, area: str | None = None, center: str | None = None, partner: str | None = None) -> str:
        where = {"area": area, "center": center, "partner": partner}
        return sign(key, claims(role=role, where=where, now=int(time.time()), seconds=3600))

    return make


@pytest.fixture(scope="session")
def anybody(gateway_url: str) -> Iterator[Api]:
    """A client without a token."""
    api = Api(gateway_url)
    yield api
    api.pool.clear()


@pytest.fixture(scope="session")
def api(anybody: Api, token: Callable[..., str]) -> Callable[..., Api]:
    """``api(role, area=…, center=…, partner=…)``: a client with such a grant; the ministry's administrator if none is named."""

    def make(role: str = "ministry_administrator", **where: str) -> Api:
        return anybody.to(token(role, **where))

    return make


@pytest.fixture(scope="session")
def databases(platform: embedded.Embedded) -> Iterator[Mongo]:
    """A client of the platform's MongoDB, to look behind its back."""
    with Mongo(platform.endpoints["mongo"], tz_aware=True) as client:
        yield client


@pytest.fixture(scope="session")
def mongo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongo]:
    """A MongoDB without a platform, for tests of what stores."""
    with embedded.database(tmp_path_factory.mktemp("mongod")) as uri, Mongo(uri, tz_aware=True) as client:
        yield client


@pytest.fixture
def store(mongo: Mongo) -> Iterator[Callable[..., Store]]:
    """``store(aggregates)``: a service's store in a database of its own, with its indexes."""
    made: list[Store] = []

    def make(aggregates: Sequence[type[Aggregate]], service: str | None = None) -> Store:
        name = service or f"test{uuid.uuid4().hex[:12]}"
        sealer = Sealer(mongo[f"toono_keys_{name}"]["keys"], b"k" * 32)
        found = Store(mongo, name, aggregates, sealer=sealer, server_key=b"r" * 32)
        found.prepare()
        made.append(found)
        return found

    yield make
    for one in made:
        mongo.drop_database(one.database.name)
        mongo.drop_database(f"toono_keys_{one.service}")


@pytest.fixture(scope="session")
def world(api: Callable[..., Api]) -> World:
    """One of every kind of thing, to be read and to be refused changes; who changes it makes one of their own."""
    return build(api)


@pytest.fixture(scope="session")
def together(platform: embedded.Embedded) -> Callable[..., str]:
    """``together(token, token)``: a token with the grants of both."""

    def make(*tokens: str) -> str:
        held = [jwt.decode(one, platform.token_key, [ALGORITHM], audience=AUDIENCE) for one in tokens]
        return sign(platform.token_key, {**held[0], "grants": [grant for one in held for grant in one["grants"]]})

    return make


@pytest.fixture(scope="session")
def everything(world: World, anybody: Api, token: Callable[..., str], together: Callable[..., str]) -> Api:
    """A client that holds grants for everything there is in the world, in the roles that may."""
    manager = token("center_manager", area=world.ids["region"])
    return anybody.to(together(token("ministry_administrator"), token("focal_point"), manager))
