"""The events that delivery tells a subscription of its own: pings, and challenges that an endpoint has to echo."""

import uuid
from datetime import UTC, datetime
from typing import Any

from services.partnerships.contract.delivery import CHALLENGE, PING, SOURCE
from shared.events import instant

Document = dict[str, Any]
TYPES = {"challenge": CHALLENGE, "ping": PING}


def own_event(subscription: str, request: Document, data: Document) -> Document:
    """The event that a request of the partner's asks for; its id is the same however often it is sent."""
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid5(uuid.UUID(subscription), f"{request['what']} {request['number']}")),
        "source": SOURCE,
        "type": TYPES[request["what"]],
        "subject": subscription,
        "time": instant(datetime.now(UTC)),
        "datacontenttype": "application/json",
        "data": data,
    }
