"""What tests of the plumbing work with: a store of jars, and the platform's broker with queues of their own."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from gateway.views import projector
from gateway.views.database import prepare
from gateway.views.generations import Generation
from services.partnerships.delivery.webhook.answer import Answer
from services.partnerships.delivery.webhook.channel import trust
from services.partnerships.delivery.webhook.guard import Guard
from services.partnerships.delivery.webhook.post import Post
from shared.repair import database as operations_database
from shared.repair import replays
from shared.store import Store
from shared.store.commits import DURABLE
from tests.conftest import Mongo
from tests.embedded import Embedded
from tests.integration.certificates import Authority, authority
from tests.integration.delivering import QUICKLY, Delivery, Subscription, until
from tests.integration.endpoints import Endpoint, endpoint
from tests.integration.jars import Jar, changed
from tests.integration.posting import HERE
from tests.integration.telling import Teller
from tests.integration.wire import Cuttable, Wire


@pytest.fixture
def jars(store: Callable[..., Store]) -> Store:
    """A service's store that keeps jars."""
    return store([Jar])


@pytest.fixture(scope="session")
def mongo_uri(mongo: Mongo) -> str:
    """Where the tests' own MongoDB is, for another process."""
    assert mongo.address is not None
    return "mongodb://{}:{}/?replicaSet=test".format(*mongo.address)


@pytest.fixture
def wire(platform: Embedded) -> Iterator[Wire]:
    """The platform's broker."""
    found = Wire(platform.endpoints["amqp"])
    yield found
    found.clear()


@pytest.fixture
def proxy(wire: Wire) -> Iterator[Cuttable]:
    """A way to the broker that can be cut."""
    found = Cuttable(wire.uri)
    yield found
    found.close()


@pytest.fixture(scope="session")
def read_models(mongo: Mongo) -> Database[dict[str, Any]]:
    """A database with the read model's indexes, which take longer to make than most tests."""
    found = mongo["toono_test_gateway"]
    prepare(Generation(found))
    return found


@pytest.fixture
def read_model(
    mongo: Mongo, read_models: Database[dict[str, Any]]
) -> Iterator[tuple[projector.Projector, Database[dict[str, Any]]]]:
    """A projector, and the empty database that it keeps."""
    for name in read_models.list_collection_names():
        read_models[name].delete_many({})
    with changed(projector, NAME=read_models.name):
        yield projector.Projector(mongo), read_models


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that signs the certificates of endpoints."""
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def sent(known: Authority) -> Iterator[Callable[..., Answer]]:
    """``sent(url, to=guard)``: the answer to one POST by a client that trusts the tests' authority."""
    made: list[Post] = []

    def send(url: str, *, to: Guard = HERE) -> Answer:
        made.append(Post(url, to, trust=trust(known.file)))
        return made[-1].send(body=b'{"a": 1}', headers={"webhook-id": "1"})

    yield send
    for one in made:
        one.close()


@pytest.fixture
def canary() -> Iterator[Endpoint]:
    """What nobody may reach."""
    with endpoint() as one:
        yield one


@pytest.fixture
def teller(jars: Store, wire: Wire) -> Iterator[Teller]:
    """A service with ten facts, and a consumer that has heard none of them."""
    with changed(replays, WINDOW=3, LOOK=0.05, PAUSE=0.05):
        found = Teller(jars, wire)
        yield found
    found.desk["consumers"].delete_one({"_id": found.name})


@pytest.fixture
def desk(mongo: Mongo) -> Iterator[Database[dict[str, Any]]]:
    """A database of operations of the test's own."""
    found = mongo[f"toono_test_{uuid.uuid4().hex[:8]}"]
    operations_database.prepare(found)
    yield found
    mongo.drop_database(found.name)


@pytest.fixture
def delivery(mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Delivery]:
    """Lines that wait for moments where they would wait for hours, running on a database of their own."""
    for module, values in QUICKLY.items():
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    name = f"test{uuid.uuid4().hex[:12]}"
    found = Delivery(mongo.get_database(name, read_concern=ReadConcern("majority"), write_concern=DURABLE))  # as a store has it
    lines = found.lines()
    thread = threading.Thread(target=lines.run)
    thread.start()
    yield found
    lines.stop()
    thread.join()
    mongo.drop_database(name)


@pytest.fixture
def begun(delivery: Delivery) -> Callable[..., Subscription]:
    """``begun(url, …)``: a subscription whose line stands at the end of the log."""

    def begin(url: str, **more: Any) -> Subscription:
        made = delivery.subscribe(url, **more)
        until(lambda: delivery.database["webhook_lines"].find_one({"_id": made.id}))
        return made

    return begin
