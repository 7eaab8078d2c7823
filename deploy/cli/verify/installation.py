"""The databases and the broker of an installation, as a reader of everything opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gridfs import GridFSBucket
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database

from deploy.local.environment import SERVICES
from gateway.views.generations import ReadModel
from shared.entrypoints import Service
from shared.events import Aggregate
from shared.store.archive import Archive

Document = dict[str, Any]
READ_MODEL = "toono_gateway"


@dataclass(frozen=True)
class Opened:
    """What can be looked into."""

    client: MongoClient[Document]
    amqp_uri: str

    @property
    def read_model(self) -> ReadModel:
        """What the gateway reads."""
        return ReadModel(self.client[READ_MODEL])

    def own(self, service: str) -> Database[Document]:
        """Return a service's database."""
        return self.client[f"toono_{service}"]

    def journal(self, service: str) -> Collection[Document]:
        """Return a service's journal."""
        return self.own(service)["journal"]

    def archive(self, service: str) -> Archive:
        """Return the files of a service's journal."""
        return Archive(self.own(service), GridFSBucket(self.own(service), bucket_name="files"))

    def head(self, service: str) -> Document:
        """Return how far a service's journal is numbered and sent; all zero before its relay has begun."""
        return self.own(service)["relay"].find_one({"_id": "head"}) or {"position": 0, "sequence": 0, "sent": 0, "hash": ""}


@contextmanager
def opened(mongo_uri: str, amqp_uri: str) -> Iterator[Opened]:
    """Open an installation by its two addresses."""
    client: MongoClient[Document] = MongoClient(mongo_uri, tz_aware=True, serverSelectionTimeoutMS=3000)
    with client:
        yield Opened(client, amqp_uri)


def service_class(name: str) -> type[Service]:
    """Return the class of a service."""
    found: type[Service] = getattr(import_module(f"services.{name}.service"), name.capitalize())
    return found


def aggregates() -> Iterator[tuple[str, type[Aggregate]]]:
    """Yield every kind that a service keeps, with the service."""
    for name in SERVICES:
        for cls in service_class(name).aggregates:
            yield name, cls
