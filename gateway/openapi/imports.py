"""Operations of imports, whose body is a file and whose answers are rows."""

from functools import partial
from typing import Any

from gateway.catalog import commands, kinds
from gateway.openapi import shapes
from gateway.openapi.answers import TEXT, answer, operation, problems
from gateway.openapi.commands import KEY, path_parameters
from gateway.openapi.reads import parameter
from gateway.openapi.schemas import Schemas

Json = dict[str, Any]
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REMARK = "The body is the file: CSV in any usual encoding, or XLSX, up to 50 MiB."


def upload(schemas: Schemas) -> Json:
    """A file comes in."""
    _, command = commands()["start_import"]
    field = partial(schemas.field, command.body)
    state = schemas.of(kinds()[command.kind][1].state)
    return operation(
        command.name, command.summary, "registry",
        {"201": answer("It is taken in; the importer goes on with it.", state, "ETag", "Location"),
         **problems(400, 401, 403, 409, 413, 422, 503)},
        parameter("kind", required=True, schema=field("of"), example="centers"),
        parameter("filename", schema=field("filename"), example="centers.csv"),
        parameter("language", schema=field("language"), description="Of headers and remarks."),
        parameter("dry_run", schema=field("dry_run"), description="Judge every row, and change nothing."),
        {**KEY, "required": True},
        description=REMARK,
        requestBody={"required": True, "content": {media: {"schema": shapes.BINARY} for media in (CSV, XLSX)}},
    )  # fmt: skip


def rows(schemas: Schemas) -> Json:
    """What became of every row."""
    told = answer("Rows in the order of the file.", schemas.named("ImportRows", shapes.ROWS), "Link")
    return operation(
        "list_import_rows", "See what became of every row", "registry", {"200": told, **problems(400, 401, 403, 404, 503)},
        *path_parameters("{import_id}"),
        parameter("outcome", schema=TEXT, description="Only those that ended so."),
        parameter("flagged", schema={"type": "boolean"}, description="Only those with a remark."),
        parameter("after", schema={"type": "integer", "minimum": 1}, description="The value of `next` from the page before."),
        parameter("limit", schema=shapes.whole(1000, 100)),
    )  # fmt: skip


def rejected() -> Json:
    """The rejected rows go out."""
    told = answer("The rejected rows with their reasons, to mend and send again.", shapes.BINARY, media=CSV)
    told["content"][XLSX] = {"schema": shapes.BINARY}
    _, command = commands()["take_rejected"]
    return operation(
        command.name, command.summary, "registry", {"200": told, **problems(400, 401, 403, 404, 409, 422, 503)},
        *path_parameters("{import_id}"), parameter("format", schema={"enum": ["csv", "xlsx"], "default": "csv"}),
    )  # fmt: skip
