"""The three ways in which a partner receives, as channels and operations."""

from typing import Any

Json = dict[str, Any]
CHANNELS: dict[str, Json] = {
    "webhook": {
        "address": None,  # the partner's own
        "title": "Webhook",
        "description": "A POST of each event to the partner's endpoint, signed as Standard Webhooks describes.",
    },
    "feed": {
        "address": "/v1/subscriptions/{subscription_id}/events",
        "title": "Pull feed",
        "description": "Pages of events from a cursor on, which the partner commits when it has kept them.",
        "parameters": {"subscription_id": {"description": "The id of the subscription."}},
    },
    "queue": {
        "address": "{queue}",
        "title": "AMQP queue",
        "description": "A queue of the partner's own, in a virtual host and for a user of its own.",
        "parameters": {"queue": {"description": "The queue that the subscription names."}},
    },
}
OPERATIONS: dict[str, Json] = {
    "deliver": {
        "action": "send",
        "channel": {"$ref": "#/channels/webhook"},
        "summary": "Post an event to the partner's endpoint",
        "description": (
            "The headers are `webhook-id` (the event's id, the same in every try), `webhook-timestamp` (seconds, of the try) and "
            "`webhook-signature`. Any answer of 2xx says that it was taken. Other answers and silence are followed by about ten "
            "tries over three days; `Retry-After` is obeyed, 410 ends it, redirects are not followed."
        ),
        "security": [{"$ref": "#/components/securitySchemes/signature"}],
    },
    "page": {
        "action": "send",
        "channel": {"$ref": "#/channels/feed"},
        "summary": "Answer with the events after a cursor",
        "description": "`after` is the cursor, `limit` the most events of a page, `wait` the seconds to wait for the first.",
        "security": [{"$ref": "#/components/securitySchemes/bearer"}],
    },
    "forward": {
        "action": "send",
        "channel": {"$ref": "#/channels/queue"},
        "summary": "Put an event into the partner's queue",
        "security": [{"$ref": "#/components/securitySchemes/user"}],
    },
}
SECURITY: dict[str, Json] = {
    "signature": {
        "type": "httpApiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": (
            "`v1,` and the base64 of the HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, by the bytes behind the "
            "secret's `whsec_`; several, with blanks between them, while a secret is being rotated (standardwebhooks.com)."
        ),
    },
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "user": {"type": "userPassword", "description": "The broker's user of this subscription."},
}
