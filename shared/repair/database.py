"""The database of operations, and its indexes."""

from typing import Any

from pymongo import ASCENDING, MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from shared.store.commits import DURABLE

Document = dict[str, Any]
NAME = "toono_operations"


def operations(client: MongoClient[Document]) -> Database[Document]:
    """What operators have asked for and what became of it; majority writes, majority reads."""
    return client.get_database(NAME, write_concern=DURABLE, read_concern=ReadConcern("majority"))


def prepare(database: Database[Document]) -> None:
    """Make the indexes; harmless if they are there."""
    database["parked"].create_index([("consumer", ASCENDING), ("status", ASCENDING), ("_id", ASCENDING)])
    for name in ("parked", "replays"):
        database[name].create_index("forgotten_at", expireAfterSeconds=0)
    for name in ("archives", "replays"):
        database[name].create_index([("source", ASCENDING), ("status", ASCENDING), ("asked_at", ASCENDING)])
