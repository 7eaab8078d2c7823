"""Operations that are neither a command nor a read of a kind, in one table."""

from functools import partial
from typing import Any

from marshmallow import fields

from gateway.catalog import commands, contracts, kinds
from gateway.docs import ASSETS
from gateway.openapi import shapes
from gateway.openapi.answers import TEXT, answer, problems
from gateway.openapi.commands import KEY, path_parameters
from gateway.openapi.reads import NOT_MODIFIED, OPTIONAL, parameter
from gateway.openapi.schemas import Schemas
from gateway.resources.batches import MOST
from gateway.resources.reads import GEOJSON

Json = dict[str, Any]
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY: Json = {"description": "The bytes of the file."}
FILE_REMARK = "The body is the file: CSV in any usual encoding, or XLSX, up to 50 MiB."


def table(schemas: Schemas) -> dict[str, dict[str, Json]]:
    """By path and method."""
    return {
        "/livez": {"get": _probe("live", "Is the process alive?")},
        "/readyz": {"get": _probe("ready", "Can it answer reads?", 503)},
        "/openapi.json": {"get": _document()},
        "/docs": {"get": _docs()},
        "/docs/{name}": {"get": _docs_file()},
        "/v1/batches": {"post": _batches(schemas)},
        "/v1/code-lists": {"get": _code_lists(schemas)},
        "/v1/overview": {"get": _overview(schemas)},
        "/v1/centers/nearest": {"get": _nearest(schemas)},
        "/v1/centers/{center_id}/profile": {"get": _profile(schemas)},
        "/v1/imports": {"post": _upload(schemas)},
        "/v1/imports/{import_id}/rows": {"get": _rows(schemas)},
        "/v1/imports/{import_id}/rejected": {"get": _rejected()},
    }


def _operation(id: str, summary: str, tag: str, responses: Json, *parameters: Json, **more: Any) -> Json:  # noqa: A002
    return {"operationId": id, "summary": summary, "tags": [tag], "parameters": list(parameters), "responses": responses, **more}


def _probe(word: str, summary: str, *statuses: int) -> Json:
    shape = {"type": "object", "required": [word], "properties": {word: {"const": True}}}
    return _operation(f"is_{word}", summary, "platform", {"200": answer("Yes.", shape), **problems(*statuses)}, security=[])


def _document() -> Json:
    told = answer("An OpenAPI document (https://spec.openapis.org/oas/v3.1.0).", {"type": "object"}, "ETag")
    same = answer("It is what you hold.", None, "ETag")
    return _operation("read_openapi", "Read this document", "platform", {"200": told, "304": same}, NOT_MODIFIED, security=[])


def _docs() -> Json:
    told = answer("A page.", TEXT, media="text/html")
    languages = parameter("lang", schema=TEXT, description="Language of the page, if not the browser's.", example="kk")
    return _operation("read_docs", "Read this document as a page", "platform", {"200": told}, languages, security=[])


def _docs_file() -> Json:
    told = answer("A file of the page.", BINARY, media="text/css")
    told["content"] |= {media: {"schema": BINARY} for media in ("text/javascript", "image/svg+xml")}
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(ASSETS)}, "example": next(iter(ASSETS))}
    return _operation("read_docs_file", "Load a file of the page", "platform", {"200": told, **problems(404)}, name, security=[])


def _batches(schemas: Schemas) -> Json:
    names = [name for name, (_, command) in commands().items() if command.batch]
    return _operation(
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
    return _operation("read_code_lists", "Read the code lists", "platform", {"200": told, **problems(400)}, security=[])


def _overview(schemas: Schemas) -> Json:
    told = answer("Counts, in all and by topmost area.", schemas.named("Overview", shapes.OVERVIEW))
    return _operation("read_overview", "See the nation at a glance", "platform",
                      {"200": told, **problems(400, 401, 403, 503)}, parameter("area"))  # fmt: skip


def _nearest(schemas: Schemas) -> Json:
    told = answer("The centers, nearest first.", schemas.named("Nearest", shapes.nearest(_near_center(schemas))))
    told["content"][GEOJSON] = {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}
    return _operation(
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
    return _operation(
        "read_center_profile", "See a center with all that goes on there", "registry",
        {"200": told, **problems(400, 401, 404, 503)}, *path_parameters("{center_id}"), security=OPTIONAL,
    )  # fmt: skip


def _upload(schemas: Schemas) -> Json:
    _, command = commands()["start_import"]
    field = partial(schemas.field, command.body)
    state = schemas.of(kinds()[command.kind][1].state)
    return _operation(
        command.name, command.summary, "registry",
        {"201": answer("It is taken in; the importer goes on with it.", state, "ETag", "Location"),
         **problems(400, 401, 403, 409, 413, 422, 503)},
        parameter("kind", required=True, schema=field("of"), example="centers"),
        parameter("filename", schema=field("filename"), example="centers.csv"),
        parameter("language", schema=field("language"), description="Of headers and remarks."),
        parameter("dry_run", schema=field("dry_run"), description="Judge every row, and change nothing."),
        {**KEY, "required": True},
        description=FILE_REMARK,
        requestBody={"required": True, "content": {media: {"schema": BINARY} for media in (CSV, XLSX)}},
    )  # fmt: skip


def _rows(schemas: Schemas) -> Json:
    told = answer("Rows in the order of the file.", schemas.named("ImportRows", shapes.ROWS), "Link")
    return _operation(
        "list_import_rows", "See what became of every row", "registry", {"200": told, **problems(400, 401, 403, 404, 503)},
        *path_parameters("{import_id}"),
        parameter("outcome", schema=TEXT, description="Only those that ended so."),
        parameter("flagged", schema={"type": "boolean"}, description="Only those with a remark."),
        parameter("after", schema={"type": "integer", "minimum": 1}, description="The value of `next` from the page before."),
        parameter("limit", schema=shapes.whole(1000, 100)),
    )  # fmt: skip


def _rejected() -> Json:
    told = answer("The rejected rows with their reasons, to mend and send again.", BINARY, media=CSV)
    told["content"][XLSX] = {"schema": BINARY}
    _, command = commands()["take_rejected"]
    return _operation(
        command.name, command.summary, "registry", {"200": told, **problems(400, 401, 403, 404, 409, 422, 503)},
        *path_parameters("{import_id}"), parameter("format", schema={"enum": ["csv", "xlsx"], "default": "csv"}),
    )  # fmt: skip


def tags() -> list[Json]:
    """One for each service, and one for what is the gateway's own."""
    told = [{"name": service, "description": TAGS[service]} for service in contracts()]
    return [*told, {"name": "platform", "description": "Batches, the overview, and the gateway itself."}]


TAGS = {
    "registry": "What there is, where, and who runs it: areas, centers, imports.",
    "programs": "What is learnt and done: programs, offerings, sessions, learners, enrolments.",
    "partnerships": "Who helps: partners, agreements, contributions.",
    "feedback": "What the community says, plans and learns: needs, meetings, decisions, cases.",
}
