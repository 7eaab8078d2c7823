"""Makes the members one replica set, with its user: ``python -m tests.faults.members MEMBERS``."""

import sys

from deploy.local import keys, replicaset, settings
from deploy.local.database import REPLICA_SET
from tests.faults.supervising import ports

ELECTION = 4_000  # milliseconds without a primary until there is a vote; MongoDB's own default is 10 s


def prepare(listening: list[int], password: str) -> None:
    """Create the set and the user, once."""
    members = [{"_id": number, "host": f"127.0.0.1:{port}"} for number, port in enumerate(listening)]
    members[0]["priority"] = 2  # the first one creates the user
    config = {"_id": REPLICA_SET, "members": members, "settings": {"electionTimeoutMillis": ELECTION}}
    with replicaset.client(listening[0]) as anonymous:
        anonymous.admin.command("replSetInitiate", config)
        replicaset.wait_for_primary(anonymous)
        replicaset.create_user(anonymous, password)


if __name__ == "__main__":
    prepare(ports(settings.load(), int(sys.argv[1])), keys.load().mongo_password)
