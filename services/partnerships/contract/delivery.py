"""The events that delivery itself tells a partner system, besides those of the services.

They are CloudEvents like the others, and stand in nobody's journal. `withdrawn` says that something has left what the
subscription may see: whoever keeps a copy removes it. `challenge` and `ping` have the subscription as their subject.
"""

from typing import Any

from services.partnerships.contract.examples import CENTER, SUBSCRIPTION

SOURCE = "/partnerships"
WITHDRAWN = "toono.partnerships.delivery.withdrawn"
CHALLENGE = "toono.partnerships.delivery.challenge"
PING = "toono.partnerships.delivery.ping"

EXAMPLES: dict[str, dict[str, Any]] = {  # by type, the event's subject and data
    WITHDRAWN: {"subject": CENTER, "data": {"withdrawn": "toono.registry.center"}},
    CHALLENGE: {"subject": SUBSCRIPTION, "data": {"challenge": "kQ2v8mWc0yq7c1rJ4n0b9A"}},
    PING: {"subject": SUBSCRIPTION, "data": {}},
}
