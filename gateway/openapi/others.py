"""Operations that are neither a command nor a read of a kind, in one table."""

from typing import Any

from marshmallow import fields

from gateway.catalog import commands, contracts, kinds
from gateway.openapi import feed, imports, operations, pages, shapes
from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.commands import KEY, path_parameters
from gateway.openapi.reads import OPTIONAL, parameter
from gateway.openapi.schemas import Schemas
from gateway.resources.batches import MOST
from gateway.resources.reads import GEOJSON

Json = dict[str, Any]


def table(schemas: Schemas) -> dict[str, dict[str, Json]]:
    """By path and method."""
    return {
        "/livez": {"get": pages.probe("live", "Is the process alive?")},
        "/readyz": {"get": pages.probe("ready", "Can it answer reads?", 503)},
        "/openapi.json": {"get": pages.document()},
        "/docs": {"get": pages.docs()},
        "/docs/{name}": {"get": pages.docs_file()},
        "/events": {"get": pages.events()},
        "/asyncapi.json": {"get": pages.asyncapi()},
        "/schemas/{type}/{version}": {"get": pages.event_schema()},
        "/v1/batches": {"post": _batches(schemas)},
        "/v1/code-lists": {"get": _code_lists(schemas)},
        "/v1/overview": {"get": _overview(schemas)},
        "/v1/centers/nearest": {"get": _nearest(schemas)},
        "/v1/centers/{center_id}/profile": {"get": _profile(schemas)},
        "/v1/subscriptions/{subscription_id}/events": {"get": feed.events(schemas)},
        "/v1/subscriptions/{subscription_id}/snapshot": {"get": feed.snapshot(schemas)},
        "/v1/subscriptions/{subscription_id}/cursor": {"get": feed.cursor(schemas), "put": feed.commit(schemas)},
        "/v1/subscriptions/{subscription_id}/deliveries": {"get": feed.deliveries(schemas)},
        "/v1/imports": {"post": imports.upload(schemas)},
        "/v1/imports/{import_id}/rows": {"get": imports.rows(schemas)},
        "/v1/imports/{import_id}/rejected": {"get": imports.rejected()},
        **operations.table(schemas),
    }


def _batches(schemas: Schemas) -> Json:
    names = [name for name, (_, command) in commands().items() if command.batch]
    return operation(
        "carry_out_batch", "Carry out many commands", "platform",
        {"200": answer("A result for each, in their order.", schemas.named("BatchResults", shapes.RESULTS)),
         **problems(400, 401, 413, 415, 422, 503)},
        description=f"1 to {MOST} commands of a client that was offline, in their order. A refused one does not hold the others.",
        requestBody=_content(schemas.named("Batch", shapes.batch(names)), {"commands": [_item()]}),
    )  # fmt: skip


def _item() -> Json:
    _, command = commands()["propose_center"]
    return {
        "id": KEY["example"],
        "command": command.name,
        "body": dict(command.example),
        "new_id": kinds()["center"][1].example["id"],
    }


def _content(schema: Json, example: Any) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def _code_lists(schemas: Schemas) -> Json:
    told = answer("By service and list, each code with its labels.", schemas.named("CodeLists", shapes.CODE_LISTS))
    return operation("read_code_lists", "Read the code lists", "platform", {"200": told, **problems(400)}, security=[])


def _overview(schemas: Schemas) -> Json:
    told = answer("Counts, in all and by topmost area.", schemas.named("Overview", shapes.OVERVIEW))
    return operation("read_overview", "See the nation at a glance", "platform",
                      {"200": told, **problems(400, 401, 403, 503)}, parameter("area"))  # fmt: skip


def _nearest(schemas: Schemas) -> Json:
    told = answer("The centers, nearest first.", schemas.named("Nearest", shapes.nearest(_near_center(schemas))))
    told["content"][GEOJSON] = {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}
    return operation(
        "find_nearest_centers", "Find the centers nearest to a point", "registry", {"200": told, **problems(400, 503)},
        parameter("latitude", required=True, schema=shapes.degrees(90), example=46.8),
        parameter("longitude", required=True, schema=shapes.degrees(180), example=61.67),
        parameter("limit", schema=shapes.whole(100, 10)),
        parameter("within_km", schema=shapes.whole(20_000, 1000), description="In a straight line."),
        parameter("status", schema={**TEXT, "default": "active"}),
        security=[],
    )  # fmt: skip


def _near_center(schemas: Schemas) -> Json:
    kind = kinds()["center"][1]
    distance = fields.Float(required=True, metadata={"description": "In a straight line."})
    return schemas.more(kind.state, "NearCenter", {"distance_km": distance}, only=(*kind.public, "distance_km"))


def _profile(schemas: Schemas) -> Json:
    parts = {"offerings": "offering", "agreements": "agreement", "needs": "need", "cases": "case"}
    shape = shapes.profile(
        schemas.state(kinds()["center"][1]), schemas.of(kinds()["vitality"][1].state),
        {part: schemas.of(kinds()[kind][1].state) for part, kind in parts.items()},
    )  # fmt: skip
    told = answer("The center; of the rest what the caller may read.", schemas.named("Profile", shape))
    return operation(
        "read_center_profile", "See a center with all that goes on there", "registry",
        {"200": told, **problems(400, 401, 404, 503)}, *path_parameters("{center_id}"), security=OPTIONAL,
    )  # fmt: skip


def tags() -> list[Json]:
    """One for each service, and one for what is the gateway's own."""
    told = [{"name": service, "description": TAGS[service]} for service in contracts()]
    told.append({"name": "operations", "description": "What operators repair: parked messages, replays, the read model."})
    return [*told, {"name": "platform", "description": "Batches, the overview, and the gateway itself."}]


TAGS = {
    "registry": "What there is, where, and who runs it: areas, centers, imports.",
    "programs": "What is learnt and done: programs, offerings, sessions, learners, enrolments.",
    "partnerships": "Who helps: partners, agreements, contributions, subscriptions.",
    "feedback": "What the community says, plans and learns: needs, meetings, decisions, cases.",
}
