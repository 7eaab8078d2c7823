"""The whole document: every path that the application routes, from the same tables."""

from typing import Any

from gateway.catalog import commands, kinds, path_of
from gateway.openapi import answers, others, reads
from gateway.openapi.commands import operation
from gateway.openapi.schemas import Schemas

Json = dict[str, Any]
VERSION = "0.1.0"
ABOUT = """The platform on which a ministry and its communities run Community Learning Centers.

Who may see or do what is decided by grants: a role in an area, a center, for a partner, or in the whole country. Nobody
sees anything without one, save what is public.

Every POST carries an `Idempotency-Key`; the same request with the same key is carried out once and answered again. A change
of what others may have changed too names the version that it starts from in `If-Match`. Whoever has written reads their own
write. Every refusal is a problem details object that names the field and says what to do.
"""


def document() -> Json:
    """The OpenAPI document as a JSON object."""
    schemas = Schemas()
    schemas.named("Problem", answers.PROBLEM)
    paths: dict[str, dict[str, Json]] = {}
    for service, command in commands().values():
        paths.setdefault(f"/v1{command.path}", {})[command.method.lower()] = operation(schemas, service, command)
    for service, kind in kinds().values():
        if kind.listed:
            paths.setdefault(path_of(kind), {})["get"] = reads.many(schemas, service, kind)
            paths.setdefault(f"{path_of(kind)}/{{{kind.name}_id}}", {})["get"] = reads.one(schemas, service, kind)
    for path, operations in others.table(schemas).items():
        paths.setdefault(path, {}).update(operations)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Toono", "version": VERSION, "summary": "Community Learning Centers", "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": others.tags(),
        "security": [{"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "headers": answers.HEADERS,
            "responses": answers.responses(),
            "schemas": schemas.all(),
        },
    }
