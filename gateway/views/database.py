"""The read model's database: a collection for each kind of aggregate, and `cells`, `marks` and `fresh` beside them."""

from typing import Any

from pymongo import GEOSPHERE, MongoClient

from gateway.catalog import kinds
from gateway.views.generations import Generation

Document = dict[str, Any]
NAME = "toono_gateway"
REFERENCES = ("center_id", "area_id", "offering_id", "program_id", "partner_id", "parent_id")


def connect(uri: str) -> MongoClient[Document]:
    """A client of the read model's database."""
    return MongoClient(uri, tz_aware=True, maxPoolSize=64, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000)


def prepare(model: Generation) -> None:
    """Make the indexes that lists, profiles and roll-ups are asked by."""
    for name, (_, kind) in kinds().items():
        fields = kind.state._declared_fields  # noqa: SLF001
        for field in (*kind.filters, *(one for one in REFERENCES if one in fields)):
            model[name].create_index([(field, 1), ("_id", 1)])
    model["center"].create_index([("point", GEOSPHERE)])
    model["import_rows"].create_index([("of", 1), ("_id", 1)])
    model["cells"].create_index([("measure", 1), ("area", 1)])
    model.database["fresh"].create_index("expires", expireAfterSeconds=0)
