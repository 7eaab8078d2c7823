"""A command of a service as an operation of the API."""

from typing import Any

from marshmallow import fields

from gateway.catalog import kinds
from gateway.openapi.answers import HEADERS, answer, problems
from gateway.openapi.schemas import Schemas
from gateway.resources.bodies import UNIQUE
from gateway.resources.commands import PARAMETER
from shared.contract import UUID, Command

Json = dict[str, Any]
OPAQUE = "case"  # what is sensitive of this kind has neither a place nor a version that anybody is told
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A fresh UUID with every new request, the same one when it is repeated: it is carried out once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "example": "0190b3a0-0000-7000-8000-0000000000aa",
}
KEY_WITHOUT_NAME: Json = {**KEY, "schema": {"type": "string", "format": "uuid", "pattern": UNIQUE.pattern.replace(r"\Z", "$")}}
MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the version that is to be changed.",
    "schema": {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'},
    "example": '"3"',
}


def operation(schemas: Schemas, service: str, command: Command) -> Json:
    """The operation of a command."""
    told: Json = {
        "operationId": command.name,
        "summary": command.summary,
        "description": _description(command),
        "tags": [service],
        "parameters": [*path_parameters(command.path), *_headers(command)],
        "requestBody": _body(schemas, command),
        "responses": {**_success(schemas, command), **problems(*_refusals(command))},
    }
    return {**told, "security": []} if command.public else told


def path_parameters(path: str) -> list[Json]:
    """The ids that a path names, with those of the examples."""
    return [_id(name) for name in PARAMETER.findall(path)]


def _id(name: str) -> Json:
    kind = name.removesuffix("_id")
    example = kinds()[kind][1].example.get("id") if kind in kinds() else None
    schema = {"type": "string", "format": "uuid", "pattern": UUID.pattern}
    return {"name": name, "in": "path", "required": True, "schema": schema} | ({"example": example} if example else {})


def _headers(command: Command) -> list[Json]:
    key = {**(KEY_WITHOUT_NAME if command.public else KEY), "required": command.method == "POST"}
    return [key, {**MATCH, "required": command.matches}] if _changes(command) else [key]


def _changes(command: Command) -> bool:
    """Whether there is something with a version before it."""
    return bool(PARAMETER.search(command.path)) and not command.creates


def _body(schemas: Schemas, command: Command) -> Json:
    required = any(field.required for field in command.body().fields.values())
    content = {"schema": schemas.of(command.body), "example": dict(command.example)}
    return {"required": required, "content": {"application/json": content}}


def _success(schemas: Schemas, command: Command) -> Json:
    if command.reads:
        shape = schemas.of(command.secrets) if command.secrets else {"type": "object"}
        return {"200": answer("What was asked for. It is kept nowhere on the way.", shape)}
    kind = kinds()[command.kind][1]
    state = schemas.of(kind.state)
    if command.secrets:
        state = schemas.more(
            kind.state, f"{command.secrets.__name__}Told", {"told": fields.Nested(command.secrets)}, partial=True
        )
    told = answer("The state after the change.", state, "ETag")
    if command.creates:
        told = answer("The state of what was made.", state, "ETag", "Location")
    if command.kind == OPAQUE:
        told["headers"] |= {
            name: {**HEADERS[name], "required": False} for name in ("ETag", "Location") if name in told["headers"]
        }
    return {"201" if command.creates else "200": told}


def _refusals(command: Command) -> set[int]:
    found = {400, 404, 409, 412, 413, 415, 422, 428, 503}  # a version may be named where none is needed, too
    found |= set() if command.public else {401, 403}
    return found | {429} if command.opens else found


def _description(command: Command) -> str:
    told = [(command.body.__doc__ or "").strip()]
    told.append("Anybody may." if command.public else f"Needs the permission `{command.permission}`.")
    if command.batch:
        told.append(f"In a batch it is called `{command.name}`.")
    return "\n\n".join(one for one in told if one)
