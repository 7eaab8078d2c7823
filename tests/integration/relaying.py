"""A relay of jars in a process of its own: ``python -m tests.integration.relaying MONGO_URI AMQP_URI SERVICE LEASE``."""

import sys
from typing import Any

from pymongo import MongoClient

from shared.logs import to_stderr
from shared.relay import Relay, head, relay
from shared.store import Store
from shared.store.sealing import Sealer
from tests.integration.jars import Jar


def main() -> None:
    """Relay until killed; LEASE is in milliseconds."""
    mongo_uri, amqp_uri, service, lease = sys.argv[1:]
    to_stderr("relay")
    vars(head).update(LEASE=int(lease))
    vars(relay).update(RENEW=0.2, PAUSE=0.05)
    client = MongoClient[dict[str, Any]](mongo_uri, tz_aware=True)
    sealer = Sealer(client[f"toono_keys_{service}"]["keys"], b"k" * 32)
    Relay(Store(client, service, [Jar], sealer=sealer, server_key=b"r" * 32), amqp_uri).run()


if __name__ == "__main__":
    main()
