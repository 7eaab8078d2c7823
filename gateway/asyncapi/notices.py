"""What delivery itself tells a partner's system, as messages: that something is out of its sight, a challenge, a ping."""

from typing import Any

from gateway.asyncapi.examples import ID, WHEN
from gateway.asyncapi.messages import ENVELOPE
from gateway.openapi.schemas import Schemas
from services.partnerships.contract.delivery import CHALLENGE, EXAMPLES, PING, SOURCE, WITHDRAWN
from shared.envelope import CONTENT_TYPE

Json = dict[str, Any]
MEANINGS = {
    WITHDRAWN: "`subject` is no longer among what this subscription may see: remove what you hold of it. The id is that of the "
               "fact by which it went.",
    CHALLENGE: "Before anything is sent to an endpoint it has to show that it is the partner's: answer 200 with "
               '`{"challenge": …}`, the value of `data.challenge`.',
    PING: "A test that the partner has asked for.",
}  # fmt: skip
OF_WEBHOOKS = {CHALLENGE, PING}


def notices(schemas: Schemas) -> dict[str, Json]:
    """The messages by their types."""
    return {type_: _notice(schemas, type_, **told) for type_, told in EXAMPLES.items()}


def _notice(schemas: Schemas, type_: str, *, subject: str, data: Json) -> Json:
    members = {name: {"type": "string"} for name in data}
    fixed = {
        "source": {"const": SOURCE},
        "type": {"const": type_},
        "data": {"type": "object", "required": [*data], "properties": members},
    }
    example = {
        "specversion": "1.0",
        "id": ID,
        "source": SOURCE,
        "type": type_,
        "subject": subject,
        "time": WHEN,
        "datacontenttype": "application/json",
        "data": data,
    }
    _, service, part, name = type_.split(".")
    return {
        "name": type_,
        "title": name.capitalize(),
        "description": MEANINGS[type_],
        "contentType": CONTENT_TYPE,
        "tags": [{"name": service}, {"name": part}],
        "payload": {"allOf": [schemas.named("CloudEvent", ENVELOPE), {"type": "object", "properties": fixed}]},
        "examples": [{"name": name, "payload": example}],
    }
