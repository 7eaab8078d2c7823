"""The AsyncAPI 3.0 document: every type of event that a partner can subscribe to, and the ways in which it comes."""

from typing import Any

from gateway.asyncapi.data import opened, rewritten
from gateway.asyncapi.messages import message
from gateway.asyncapi.notices import OF_WEBHOOKS, notices
from gateway.asyncapi.ways import CHANNELS, OPERATIONS, SECURITY
from gateway.catalog import contracts, events
from gateway.openapi.document import VERSION
from gateway.openapi.others import TAGS
from gateway.openapi.schemas import Schemas
from shared.envelope import CONTENT_TYPE

Json = dict[str, Any]
ABOUT = """What a partner's systems can be told of Community Learning Centers, as CloudEvents 1.0.

An agreement says which types, areas and fields a partner receives; a subscription under it says which of them come where. The
same events come in every way, with the same ids. Each comes at least once: keep the ids that you have seen. Their order is not
promised: of two facts about one thing, the one with the higher `version` is the newer.
"""


def document() -> Json:
    """The AsyncAPI document as a JSON object."""
    schemas = Schemas()
    messages = {type_: message(schemas, told) for type_, told in events().items() if told.kind.shared != "never"}
    messages |= notices(schemas)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Toono",
            "version": VERSION,
            "description": ABOUT,
            "tags": [{"name": service, "description": TAGS[service]} for service in contracts()],
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {name: {**channel, "messages": _of(name, messages)} for name, channel in CHANNELS.items()},
        "operations": OPERATIONS,
        "components": {
            "messages": messages,
            "schemas": rewritten(schemas.all(), _older),
            "securitySchemes": SECURITY,
        },
    }


def _of(channel: str, messages: Json) -> Json:
    told = (type_ for type_ in messages if channel == "webhook" or type_ not in OF_WEBHOOKS)
    return {type_: {"$ref": f"#/components/messages/{type_}"} for type_ in told}


def _older(node: Json) -> Json:
    """An object as AsyncAPI's own schemas have it, which is draft 07; it refuses no field."""
    return {"items" if name == "prefixItems" else name: one for name, one in opened(node).items()}
