"""A relay beside the test, and what the journal tells of its work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deploy.local.database import TRANSACTION_SECONDS
from shared.relay import Relay
from shared.relay import relay as module
from shared.relay.numbering import link
from shared.store import Store
from tests.client import wait_until
from tests.integration.jars import changed


@contextmanager
def relayed(store: Store, uri: str) -> Iterator[Relay]:
    """While a relay runs."""
    relay = Relay(store, uri)
    thread = threading.Thread(target=relay.run)
    with changed(module, SELDOM=0.05, PAUSE=0.05):
        thread.start()
        try:
            yield relay
        finally:
            relay.stop()
            thread.join(20)
    assert not thread.is_alive()


def head(store: Store) -> dict[str, Any]:
    """How far the journal is numbered and sent."""
    return store.database["relay"].find_one({"_id": "head"}) or {"position": 0, "sent": 0}


def sent(store: Store, count: int) -> None:
    """Wait until so many facts are sent; a relay that was killed may hold the head until its transaction runs out."""
    wait_until(lambda: head(store)["sent"] >= count, 2 * TRANSACTION_SECONDS + 20)
    assert head(store)["position"] == head(store)["sent"] == count


def positions(store: Store) -> list[int]:
    """All positions, in the order of the journal's chain."""
    return [fact["position"] for entry in store.journal.find().sort("sequence", 1) for fact in entry["facts"]]


def chained(store: Store) -> bool:
    """Whether the chain of hashes holds, up to the head."""
    chain = ""
    for entry in store.journal.find().sort("sequence", 1):
        chain = link(chain, entry)
        if chain != entry["hash"]:
            return False
    return bool(chain == head(store)["hash"])
