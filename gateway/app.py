"""The WSGI application: its routes in one readable table."""

import uuid
from collections import defaultdict
from typing import Any

import falcon
from pymongo.errors import PyMongoError

from gateway.catalog import commands, kinds, path_of
from gateway.config import Gateway
from gateway.docs import Docs
from gateway.metrics import Observed
from gateway.platform import Platform
from gateway.problems import away, fail, refuse
from gateway.resources import operations
from gateway.resources.batches import Batches
from gateway.resources.centers import Nearest, Profile
from gateway.resources.codes import CodeLists
from gateway.resources.commands import Commands
from gateway.resources.documents import AsyncApi, EventSchema, OpenApi
from gateway.resources.feed import Cursor, Deliveries, Events, Snapshot
from gateway.resources.imports import LARGEST, Rejected, Rows, Upload
from gateway.resources.overview import Overview
from gateway.resources.probes import Live, Ready
from gateway.resources.reads import Many, One
from shared.contract import Command
from shared.errors import Refusal


class Correlation:
    """Gives every request a correlation id and sends it back; leaves nothing unread for the connection's next request."""

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Before routing."""
        req.context.correlation = str(uuid.uuid4())
        resp.set_header("Correlation-Id", req.context.correlation)

    def process_response(self, req: falcon.Request, resp: falcon.Response, resource: Any, succeeded: bool) -> None:  # noqa: ARG002, FBT001
        """After the answer is made: read what a refusal has left of the body, unless it is too much to read for nothing."""
        if (req.content_length or 0) > LARGEST:
            resp.set_header("Connection", "close")
        else:
            req.bounded_stream.exhaust()


def routes(platform: Platform) -> dict[str, Any]:
    """Every path of the API with its resource."""
    table: dict[str, Any] = {
        "/livez": Live(),
        "/readyz": Ready(platform),
        "/openapi.json": OpenApi(),
        "/asyncapi.json": AsyncApi(),
        "/schemas/{type}/{version}": EventSchema(),
        "/docs": Docs("docs"),
        "/docs/{name}": Docs("docs"),
        "/events": Docs("events"),
        "/v1/batches": Batches(platform),
        "/v1/code-lists": CodeLists(),
        "/v1/overview": Overview(platform),
        "/v1/operations/outbox": operations.Outbox(platform),
        "/v1/operations/outbox/archives": operations.Archives(platform),
        "/v1/operations/outbox/archives/{archive_id}": operations.Archive(platform),
        "/v1/operations/parked": operations.Parked(platform),
        "/v1/operations/parked/{parked_id}": operations.ParkedOne(platform),
        "/v1/operations/parked/{parked_id}/resend": operations.Resend(platform),
        "/v1/operations/parked/{parked_id}/drop": operations.Drop(platform),
        "/v1/operations/replays": operations.Replays(platform),
        "/v1/operations/replays/{replay_id}": operations.Replay(platform),
        "/v1/operations/rebuilds": operations.Rebuilds(platform),
        "/v1/operations/rebuilds/{rebuild_id}": operations.Rebuild(platform),
        "/v1/operations/verifications": operations.Verifications(platform),
        "/v1/operations/verifications/{verification_id}": operations.Verification(platform),
        "/v1/centers/nearest": Nearest(platform),
        "/v1/centers/{center_id}/profile": Profile(platform),
    }
    table |= {
        "/v1/subscriptions/{subscription_id}/events": Events(platform),
        "/v1/subscriptions/{subscription_id}/snapshot": Snapshot(platform),
        "/v1/subscriptions/{subscription_id}/cursor": Cursor(platform),
        "/v1/subscriptions/{subscription_id}/deliveries": Deliveries(platform),
    }
    offered: dict[str, dict[str, tuple[str, Command]]] = defaultdict(dict)
    for service, command in commands().values():
        offered[f"/v1{command.path}"][command.method] = (service, command)
    for path, methods in offered.items():
        table[path] = Commands(platform, methods)
    table["/v1/imports"] = Upload(platform)
    table["/v1/imports/{import_id}/rows"] = Rows(platform)
    table["/v1/imports/{import_id}/rejected"] = Rejected(platform)
    for _, kind in kinds().values():
        if kind.listed:
            add(table, path_of(kind), Many(platform, kind))
            add(table, f"{path_of(kind)}/{{{kind.name}_id}}", One(platform, kind))
    return table


def add(table: dict[str, Any], path: str, reads: Any) -> None:
    """Put a read beside the commands at the same path, if there are any."""
    if path in table:
        table[path].on_get = reads.on_get
    else:
        table[path] = reads


def create(settings: Gateway) -> "falcon.App[Any, Any]":
    """The application of one process."""
    app: falcon.App[Any, Any] = falcon.App(middleware=[Correlation(), Observed()])
    app.req_options.strip_url_path_trailing_slash = False
    app.add_error_handler(Exception, fail)
    app.add_error_handler(falcon.HTTPError, fail)
    app.add_error_handler(PyMongoError, away)
    app.add_error_handler(Refusal, refuse)
    for path, resource in routes(Platform.open(settings)).items():
        if hasattr(resource, "on_get"):
            resource.on_head = resource.on_get  # falcon leaves out the body (RFC 9110, section 9.3.2)
        app.add_route(path, resource)
    return app
