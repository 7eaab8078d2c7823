"""Makes mongod a replica set of one, with its user: a one-shot process, run at every start.

A new mongod lets a local client create the set and the first user without a password; from then on it wants one.
"""

import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.local import keys, settings
from deploy.local.database import REPLICA_SET, USER

Client = MongoClient[dict[str, Any]]

UNAUTHORIZED = 13
POLL_SECONDS = 0.1


def prepare(*, port: int, password: str) -> None:
    """Create the set and the user when they are missing; follow the copy when its port has moved."""
    members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
    with client(port) as anonymous:
        if not _initiate(anonymous, members):
            with client(port, username=USER, password=password) as known:
                _follow(known, members)
        wait_for_primary(anonymous)
        create_user(anonymous, password)


def client(port: int, **credentials: Any) -> Client:
    """Open the member that listens there, without looking for the others."""
    return MongoClient("127.0.0.1", port, directConnection=True, **credentials)


def _initiate(client: Client, members: list[dict[str, Any]]) -> bool:
    """Create the set; return False when it exists, which mongod says by wanting a password."""
    try:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
    except OperationFailure as error:
        if error.code != UNAUTHORIZED:
            raise
        return False
    return True


def _follow(client: Client, members: list[dict[str, Any]]) -> None:
    config = client.admin.command("replSetGetConfig")["config"]
    if config["members"][0]["host"] != members[0]["host"]:
        config["members"][0]["host"] = members[0]["host"]
        client.admin.command("replSetReconfig", config, force=True)


def wait_for_primary(client: Client) -> None:
    """Wait until the member takes writes."""
    while not client.admin.command("hello").get("isWritablePrimary"):
        time.sleep(POLL_SECONDS)


def create_user(client: Client, password: str) -> None:
    """Create the user unless there is one, after which mongod wants a password."""
    try:
        client.admin.command("createUser", USER, pwd=password, roles=["root"])
    except OperationFailure as error:
        if error.code != UNAUTHORIZED:
            raise


if __name__ == "__main__":
    prepare(port=settings.load().port("mongod"), password=keys.load().mongo_password)
