"""Operations of the operators: parked messages, replays, and what else is repaired."""

from typing import Any

from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.commands import KEY, path_parameters
from gateway.openapi.reads import parameter
from gateway.openapi.schemas import Schemas
from gateway.openapi.shapes import COUNT, ID, whole
from gateway.resources.operations import archives, parked, replays
from gateway.resources.operations.desk import MOST, PAGE
from shared.contract import Reason

Json = dict[str, Any]
MOMENT: Json = {"type": "string", "format": "date-time"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
SETTLED: Json = {
    "type": "object",
    "required": ["what", "by", "why", "at"],
    "properties": {"what": {"enum": ["resend", "drop"]}, "by": TEXT, "why": MAYBE_TEXT, "at": MOMENT},
}
PARKED: Json = {
    "description": "A message that a consumer could not take. Of its event the attributes, never the values of its state.",
    "type": "object",
    "required": ["id", "consumer", "status", "event", "why", "tries", "times", "since", "size", "settled"],
    "properties": {
        "id": ID,
        "consumer": TEXT,
        "status": {"enum": list(parked.STATUSES)},
        "event": {"type": ["object", "null"], "description": "The CloudEvents attributes; null if it cannot be read."},
        "fields": {"type": ["object", "null"], "description": "The names of the fields of its state and its change."},
        "media": MAYBE_TEXT,
        "size": {**COUNT, "description": "Bytes."},
        "why": {**TEXT, "description": "What came of the last try."},
        "tries": {**COUNT, "description": "How often it was tried before it was parked."},
        "times": {**COUNT, "description": "How often it has been parked."},
        "since": {**MOMENT, "description": "Since when it waits."},
        "settled": {"type": "array", "items": SETTLED},
    },
}
REPLAY: Json = {
    "description": "Facts that are told to one consumer again.",
    "type": "object",
    "required": ["id", "source", "to", "why", "by", "status", "asked_at", "after", "at", "found", "dry_run", "rate"],
    "properties": {
        "id": ID,
        "source": TEXT,
        "to": TEXT,
        "why": TEXT,
        "by": TEXT,
        "status": {"enum": ["asked", "running", "done", "failed"]},
        "failed_because": TEXT,
        "asked_at": MOMENT,
        "ended_at": MOMENT,
        "after": COUNT,
        "at": {**COUNT, "description": "The position that has been looked at last."},
        "of": {**COUNT, "description": "The position that will be looked at last; from when it runs."},
        "found": {**COUNT, "description": "Facts told so far; of a dry run, those that would be."},
        "dry_run": {"type": "boolean"},
        "rate": {**COUNT, "description": "Facts per second at most."},
    },
}
JOB: Json = {
    "id": ID,
    "why": TEXT,
    "by": TEXT,
    "status": {"enum": ["asked", "running", "done", "failed"]},
    "failed_because": TEXT,
    "asked_at": MOMENT,
    "ended_at": MOMENT,
}
REBUILD: Json = {
    "description": "The read model, built anew beside the living one until it has caught up and takes its place.",
    "type": "object",
    "required": ["id", "why", "by", "status", "asked_at"],
    "properties": {
        **JOB,
        "at": {**COUNT, "description": "Facts that it has seen."},
        "of": {**COUNT, "description": "Facts that there are; from when all are being told."},
    },
}
ARCHIVE: Json = {
    "description": "Old entries of a service's journal, of which what they tell moves into files.",
    "type": "object",
    "required": ["id", "source", "before", "why", "by", "status", "asked_at", "filed", "found", "dry_run"],
    "properties": {
        **JOB,
        "source": TEXT,
        "before": {**MOMENT, "description": "Only what was recorded before."},
        "filed": {**COUNT, "description": "Entries that are in a file now and were in none."},
        "found": {
            **COUNT,
            "description": "Entries of which what they tell has left the journal; of a dry run, at least so many.",
        },
        "dry_run": {"type": "boolean"},
    },
}
CHECK: Json = {
    "type": "object",
    "required": ["name", "says", "shows", "holds", "looked_at", "wrong", "examples"],
    "properties": {
        "name": TEXT,
        "says": {**TEXT, "description": "What should be so."},
        "shows": {"type": "array", "items": TEXT, "description": "The invariants that it stands for, I1 to I6."},
        "holds": {"type": "boolean"},
        "looked_at": COUNT,
        "wrong": COUNT,
        "examples": {"type": "array", "items": TEXT},
    },
}
VERIFICATION: Json = {
    "description": "Everything that is kept twice, compared.",
    "type": "object",
    "required": ["id", "why", "by", "status", "asked_at"],
    "properties": {
        **JOB,
        "holds": {"type": "boolean"},
        "invariants": {"type": "object", "additionalProperties": {"type": "boolean"}, "description": "I1 to I6."},
        "checks": {"type": "array", "items": CHECK},
    },
}
OUTBOX: Json = {
    "description": "What one service has not sent yet.",
    "type": "object",
    "required": ["id", "pending", "oldest", "position", "sent", "unrouted", "at"],
    "properties": {
        "id": {**TEXT, "description": "The service."},
        "pending": {**COUNT, "description": "Facts that are not sent yet."},
        "oldest": {"type": ["string", "null"], "format": "date-time", "description": "When the oldest of them was recorded."},
        "position": {**COUNT, "description": "The newest position."},
        "sent": {**COUNT, "description": "Up to which position the broker has confirmed."},
        "unrouted": {**COUNT, "description": "Facts that no queue took."},
        "at": {**MOMENT, "description": "When it was measured."},
    },
}
LISTS = (parameter("after"), parameter("limit", schema=whole(MOST, PAGE)))


def table(schemas: Schemas) -> dict[str, dict[str, Json]]:
    """By path and method."""
    one, replay = schemas.named("Parked", PARKED), schemas.named("Replay", REPLAY)
    rebuild, verification = schemas.named("Rebuild", REBUILD), schemas.named("Verification", VERIFICATION)
    archive = schemas.named("Archive", ARCHIVE)
    body, place = schemas.of(Reason), "/v1/operations/parked/{parked_id}"
    return {
        "/v1/operations/outbox": {"get": _outbox(schemas)},
        archives.PATH: {
            "get": _list("list_archives", "List archivings of journals", schemas, "Archive"),
            "post": _ask("ask_for_archive", "Archive old entries of a journal", schemas.of(archives.ToArchive), OLD, archive),
        },
        f"{archives.PATH}/{{archive_id}}": {"get": _read("read_archive", "See how far an archiving is", archive, "{archive_id}")},
        "/v1/operations/parked": {"get": _list("list_parked", "List parked messages", schemas, "Parked", *_filters())},
        place: {"get": _read("read_parked", "Look at a parked message", one, "{parked_id}")},
        f"{place}/resend": {
            "post": _settle("resend_parked", "Send a parked message again", schemas.of(parked.Why), one, status=202)
        },
        f"{place}/drop": {"post": _settle("drop_parked", "Give a parked message up", body, one, needed=True)},
        "/v1/operations/replays": {
            "get": _list("list_replays", "List replays", schemas, "Replay"),
            "post": _ask("ask_for_replay", "Have facts told to one consumer again", schemas.of(replays.Wanted), REPLAYED, replay),
        },
        "/v1/operations/rebuilds": {
            "get": _list("list_rebuilds", "List rebuilds", schemas, "Rebuild"),
            "post": _ask("ask_for_rebuild", "Build the read model anew", body, REASON, rebuild),
        },
        "/v1/operations/rebuilds/{rebuild_id}": {
            "get": _read("read_rebuild", "See how far a rebuild is", rebuild, "{rebuild_id}")
        },
        "/v1/operations/verifications": {
            "get": _list("list_verifications", "List verifications", schemas, "Verification"),
            "post": _ask("ask_for_verification", "Compare everything that is kept twice", body, REASON, verification),
        },
        "/v1/operations/verifications/{verification_id}": {
            "get": _read("read_verification", "See what a verification has found", verification, "{verification_id}")
        },
        "/v1/operations/replays/{replay_id}": {"get": _read("read_replay", "See how far a replay is", replay, "{replay_id}")},
    }


REASON: Json = {"reason": "The disk was full on Sunday."}
OLD: Json = {"source": "registry", "before": "2026-01-01T00:00:00Z", "reason": "The disk is nearly full.", "dry_run": True}
REPLAYED: Json = {
    "source": "registry",
    "to": "programs",
    "types": ["toono.registry.center.closed"],
    "reason": "The binding was lost on Sunday.",
    "dry_run": True,
}


def _filters() -> list[Json]:
    statuses = {"enum": list(parked.STATUSES), "default": "waiting"}
    return [
        parameter("consumer", schema=TEXT, description="Only those of this consumer."),
        parameter("type", schema=TEXT, description="Only events of this type, in full."),
        parameter("status", schema=statuses, description="Only those in this status."),
    ]


def _outbox(schemas: Schemas) -> Json:
    items = {"items": {"type": "array", "items": schemas.named("Outbox", OUTBOX)}}
    shape = {"type": "object", "required": ["items"], "properties": items}
    told = {"200": answer("Each service's.", schemas.named("Outboxes", shape)), **problems(400, 401, 403, 503)}
    return operation("read_outbox", "See what is not sent yet", "operations", told)


def _list(id_: str, summary: str, schemas: Schemas, of: str, *filters: Json) -> Json:
    items = {"items": {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}, "next": MAYBE_TEXT}
    shape = {"type": "object", "required": ["items", "next"], "properties": items}
    told = answer("A page, with the way to the next.", schemas.named(f"{of}Page", shape), "Link")
    return operation(id_, summary, "operations", {"200": told, **problems(400, 401, 403, 503)}, *filters, *LISTS)


def _read(id_: str, summary: str, schema: Json, path: str) -> Json:
    told = {"200": answer("As it is now.", schema), **problems(400, 401, 403, 404, 503)}
    return operation(id_, summary, "operations", told, *path_parameters(path))


def _settle(id_: str, summary: str, body: Json, schema: Json, *, status: int = 200, needed: bool = False) -> Json:
    told = {str(status): answer("As it is now.", schema), **problems(400, 401, 403, 404, 409, 413, 415, 422, 503)}
    content = {"application/json": {"schema": body, "example": {"reason": "The consumer was mended."}}}
    key = {**KEY, "required": True}
    return operation(
        id_, summary, "operations", told, *path_parameters("{parked_id}"), key,
        requestBody={"required": needed, "content": content},
    )  # fmt: skip


def _ask(id_: str, summary: str, body: Json, example: Json, schema: Json) -> Json:
    told = answer("It is asked for; look at it again at its Location.", schema, "Location")
    content = {"application/json": {"schema": body, "example": example}}
    return operation(
        id_, summary, "operations", {"202": told, **problems(400, 401, 403, 413, 415, 422, 503)}, {**KEY, "required": True},
        requestBody={"required": True, "content": content},
    )  # fmt: skip
