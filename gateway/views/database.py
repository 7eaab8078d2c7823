"""The read model's database: a collection for each kind of aggregate, and `fresh`, `cells`, `marks` beside them."""

from typing import Any

from pymongo import GEOSPHERE, MongoClient
from pymongo.database import Database

from gateway.catalog import kinds

Document = dict[str, Any]
NAME = "toono_gateway"
REFERENCES = ("center_id", "area_id", "offering_id", "program_id", "partner_id", "parent_id")


def connect(uri: str) -> MongoClient[Document]:
    """A client of the read model's database."""
    return MongoClient(uri, tz_aware=True, maxPoolSize=64, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000)


def prepare(database: Database[Document]) -> None:
    """Make the indexes that lists, profiles and roll-ups are asked by."""
    for name, (_, kind) in kinds().items():
        fields = kind.state._declared_fields  # noqa: SLF001
        for field in (*kind.filters, *(one for one in REFERENCES if one in fields)):
            database[name].create_index([(field, 1), ("_id", 1)])
    database["center"].create_index([("point", GEOSPHERE)])
    database["import_rows"].create_index([("of", 1), ("_id", 1)])
    database["cells"].create_index([("measure", 1), ("area", 1)])
    database["fresh"].create_index("expires", expireAfterSeconds=0)
