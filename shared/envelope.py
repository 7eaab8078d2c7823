"""The fact on the wire: CloudEvents 1.0 (https://github.com/cloudevents/spec, v1.0.2), structured JSON."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from shared.upcasts import newest

CONTENT_TYPE = "application/cloudevents+json"  # exactly so: with a parameter no decoder of kombu's matches
PARTS = 4  # of a type: toono.<service>.<aggregate>.<past tense>
NUMBERS = {"version", "position"}
REQUIRED = ("id", "source", "type", "time")


class UnreadableEvent(ValueError):
    """A message that is not an event of ours."""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact as others receive it."""

    id: str
    source: str  # "/registry"
    type: str  # "toono.registry.center.suspended"
    time: str
    subject: str | None = None
    version: int | None = None
    position: int | None = None
    area: str | None = None
    correlationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    dataschema: str | None = None
    state: dict[str, Any] = field(default_factory=dict)
    change: dict[str, Any] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """The service that tells it."""
        return self.type.split(".")[1]

    @property
    def kind(self) -> str:
        """The kind of aggregate."""
        return self.type.split(".")[2]

    @property
    def routing_key(self) -> str:
        """``<aggregate>.<past tense>``."""
        return ".".join(self.type.split(".")[2:])


def schema_path(type_: str, version: int = 1) -> str:
    """Where the JSON Schema of the data of a type of event is read: its `dataschema`."""
    return f"/schemas/{type_}/{version}"


ATTRIBUTES = tuple(name for name in Event.__dataclass_fields__ if name not in {"state", "change"})


def encode(event: Event) -> bytes:
    """The event as structured JSON; attributes without a value are left out."""
    told: dict[str, Any] = {"specversion": "1.0", "datacontenttype": "application/json"}
    for name in ATTRIBUTES:
        value = getattr(event, name)
        if value is not None:
            told[name] = value
    told["data"] = {"state": event.state, "change": event.change}
    return orjson.dumps(told)


def decode(body: bytes) -> Event:
    """The event behind a message body, its data as today's version has it. Attributes that it does not know are passed over.

    Raises:
        UnreadableEvent: it is no JSON object, or lacks a required attribute.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UnreadableEvent(f"not JSON: {error}") from error
    if not isinstance(told, dict):
        raise UnreadableEvent("not an object")
    missing = [name for name in REQUIRED if not isinstance(told.get(name), str)]
    if missing or told["type"].count(".") < PARTS - 1:
        raise UnreadableEvent(f"not an event: {', '.join(missing) or 'type'} missing or wrong")
    data = told.get("data") or {}
    state, change = (data.get("state") or {}, data.get("change") or {}) if isinstance(data, dict) else (None, None)
    if not isinstance(state, dict) or not isinstance(change, dict):
        raise UnreadableEvent("data, its state or its change is not an object")
    known = {name: told[name] for name in ATTRIBUTES if told.get(name) is not None}
    wrong = [name for name, value in known.items() if not isinstance(value, int if name in NUMBERS else str)]
    if wrong or not _is_moment(told["time"]):
        raise UnreadableEvent(f"not an event: {', '.join(wrong) or 'time'} wrong")
    known["dataschema"], state, change = newest(told["type"], known.get("dataschema"), state, change)
    return Event(**known, state=state, change=change)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
