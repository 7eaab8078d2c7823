"""Operations of the pull feed, whose answers are events as one subscription is told them."""

from typing import Any

from gateway.openapi import shapes
from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.commands import path_parameters
from gateway.openapi.reads import parameter
from gateway.openapi.schemas import Schemas
from gateway.resources.feed import IDS, LONGEST, MOST, PAGE, CommitCursor

Json = dict[str, Any]
CURSOR: Json = {"type": "integer", "minimum": 0}
MOMENT: Json = {"type": "string", "format": "date-time"}
EVENT: Json = {
    "description": "A CloudEvent (1.0, structured JSON), with the fields that are opened; /asyncapi.json describes each type.",
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "subject", "data"],
    "properties": {
        "specversion": {"const": "1.0"}, "id": shapes.ID, "source": TEXT, "type": TEXT, "time": MOMENT, "subject": TEXT,
        "datacontenttype": TEXT, "dataschema": TEXT, "version": {"type": "integer"}, "area": {"type": ["string", "null"]},
        "data": {"type": "object"},
    },
    "additionalProperties": False,
}  # fmt: skip
REFUSALS = (400, 401, 403, 404, 409, 503)


def events(schemas: Schemas) -> Json:
    """What follows a cursor."""
    told = answer("Events in their order; `next` is the cursor after them, also if there are none.", _page(schemas))
    return operation(
        "pull_events", "Pull events from a cursor on", "partnerships", {"200": told, **problems(*REFUSALS, 410, 422)},
        *path_parameters("{subscription_id}"),
        parameter("after", schema=CURSOR, description="The cursor; the committed one if left out.", example=0),
        parameter("limit", schema=shapes.whole(MOST, PAGE), description="Facts that are looked at, at most."),
        parameter("wait", schema={"type": "integer", "minimum": 0, "maximum": LONGEST, "default": 0},
                  description="Seconds to wait for something to tell."),
        parameter("ids", schema=TEXT, description=f"Only these events again: up to {IDS} ids with commas between.",
                  example="0190b3a0-0000-7000-8000-00000000ffff"),
        parameter("since", schema=MOMENT, description="Only events that happened from this moment on."),
        parameter("until", schema=MOMENT, description="Only events that happened before this moment."),
    )  # fmt: skip


def snapshot(schemas: Schemas) -> Json:
    """How things stand now."""
    shape = {
        "type": "object",
        "required": ["items", "next", "cursor"],
        "properties": {
            "items": {"type": "array", "items": schemas.named("ToldEvent", EVENT)},
            "next": {"type": ["string", "null"], "description": "The next page; null after the last."},
            "cursor": {**CURSOR, "description": "From where to pull events when the snapshot is taken in."},
        },
        "additionalProperties": False,
    }
    told = answer("The newest event of each thing, with the id that it had.", schemas.named("Snapshot", shape))
    return operation(
        "take_snapshot", "Take a first snapshot", "partnerships", {"200": told, **problems(*REFUSALS)},
        *path_parameters("{subscription_id}"),
        parameter("after", schema=TEXT), parameter("limit", schema=shapes.whole(MOST, PAGE)),
    )  # fmt: skip


def cursor(schemas: Schemas) -> Json:
    """Where the subscriber is."""
    told = answer("The committed cursor, null if there is none, and the newest.", _cursor(schemas))
    refused = problems(*(status for status in REFUSALS if status != 409))  # noqa: PLR2004
    return operation("read_cursor", "Read the committed cursor", "partnerships", {"200": told, **refused},
                     *path_parameters("{subscription_id}"))  # fmt: skip


def commit(schemas: Schemas) -> Json:
    """Where the subscriber is now."""
    told = answer("What is committed, and the newest cursor.", _cursor(schemas))
    content = {"application/json": {"schema": schemas.of(CommitCursor), "example": {"cursor": 0}}}
    refused = problems(400, 401, 403, 404, 413, 415, 422, 503)
    return operation("commit_cursor", "Commit the cursor", "partnerships", {"200": told, **refused},
                     *path_parameters("{subscription_id}"), requestBody={"required": True, "content": content})  # fmt: skip


def deliveries(schemas: Schemas) -> Json:
    """What was tried."""
    attempt = {
        "type": "object",
        "required": ["event_id", "type", "at", "status", "error", "seconds", "answer", "next_at"],
        "properties": {
            "event_id": TEXT, "type": TEXT, "at": MOMENT,
            "status": {"type": ["integer", "null"], "description": "Of the answer; null if there was none."},
            "error": {"type": ["string", "null"], "description": "Why it does not count as taken."},
            "seconds": {"type": "number"},
            "answer": {"type": "string", "description": "The first 2 KiB of it."},
            "next_at": {"type": ["string", "null"], "description": "When it is tried again."},
        },
        "additionalProperties": False,
    }  # fmt: skip
    shape = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": attempt}, "next": {"type": ["string", "null"]}},
        "additionalProperties": False,
    }
    told = answer("Attempts of the last 30 days, the newest first.", schemas.named("Deliveries", shape))
    refused = problems(*(status for status in REFUSALS if status != 409))  # noqa: PLR2004
    return operation(
        "list_deliveries", "See every attempt to send", "partnerships", {"200": told, **refused},
        *path_parameters("{subscription_id}"),
        parameter("event_id", schema=shapes.ID, description="Only of this event."),
        parameter("before", schema=MOMENT, description="Only older ones: the `next` of the page before."),
        parameter("limit", schema=shapes.whole(MOST, PAGE)),
    )  # fmt: skip


def _page(schemas: Schemas) -> Json:
    shape = {
        "type": "object",
        "required": ["items", "next", "newest"],
        "properties": {
            "items": {"type": "array", "items": schemas.named("ToldEvent", EVENT)},
            "next": {**CURSOR, "description": "The cursor to go on from, and to commit."},
            "newest": {**CURSOR, "description": "How far there is anything; if it equals `next` you are up to date."},
        },
        "additionalProperties": False,
    }
    return schemas.named("ToldEvents", shape)


def _cursor(schemas: Schemas) -> Json:
    shape = {
        "type": "object",
        "required": ["cursor", "newest"],
        "properties": {"cursor": {"type": ["integer", "null"]}, "newest": CURSOR},
        "additionalProperties": False,
    }
    return schemas.named("CursorState", shape)
