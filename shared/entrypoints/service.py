"""The base class of the four services, and the store that nameko hands to each worker."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from nameko.extensions import DependencyProvider
from pymongo import MongoClient

from shared.config import Owner
from shared.contract import Contract
from shared.entrypoints.commands import Batch, Together
from shared.entrypoints.server import Probe
from shared.events import Aggregate
from shared.store import Store
from shared.store.sealing import Sealer

POOL = 50  # connections to the database, at least as many as there are workers


def open_store(service: type["Service"], settings: Owner) -> Store:
    """The service's own database."""
    client: MongoClient[dict[str, Any]] = MongoClient(
        settings.mongo_uri, tz_aware=True, maxPoolSize=POOL, serverSelectionTimeoutMS=3000, connectTimeoutMS=2000
    )
    sealer = Sealer(client[f"toono_keys_{service.name}"]["keys"], base64.b64decode(settings.seal_key))
    key = settings.receipt_key.encode()
    return Store(
        client, service.name, service.aggregates, sealer=sealer, server_key=key, knows=service.knows, country=settings.country
    )


class OwnStore(DependencyProvider):  # type: ignore[misc]
    """Hands the service's store to every worker; opened once when the container is set up."""

    def setup(self) -> None:
        """Connect, and make what indexes are missing."""
        self.settings = Owner.read()
        self.store = open_store(self.container.service_cls, self.settings)
        self.store.prepare()

    def get_dependency(self, worker_ctx: Any) -> Store:  # noqa: ARG002
        """The one store of this process."""
        return self.store


class Service:
    """A service: what it is called, what it publishes, what it keeps, what it copies, and what it can be asked."""

    name: ClassVar[str]
    contract: ClassVar[Contract]
    aggregates: ClassVar[Sequence[type[Aggregate]]]
    knows: ClassVar[Mapping[str, Sequence[str]]] = {}  # "registry.center": the fields that it copies

    store = OwnStore()
    together = Together.offered()
    batch = Batch.offered()
    probe = Probe.offered()
