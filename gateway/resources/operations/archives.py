"""Archives: what old entries of a journal tell moves into files."""

from datetime import UTC, datetime
from typing import Any

import falcon
import orjson
from pymongo.errors import DuplicateKeyError

from gateway.catalog import SERVICES
from gateway.resources.bodies import query_of
from gateway.resources.operations.desk import READ, REPAIR, Desk, Document, answer, loaded, page, told
from shared.contract import Body, Code, Instant, Line, Truth
from shared.repair.archiving import AGE

PATH = "/v1/operations/outbox/archives"


class ToArchive(Body):
    """Of which journal the old entries move, and what is old."""

    source = Code(SERVICES, required=True, metadata={"description": "The service whose journal it is."})
    reason = Line(500, required=True, metadata={"description": "Why; other operators will read it."})
    before = Instant(metadata={"description": f"Only what was recorded before; {AGE.days} days ago if not given."})
    dry_run = Truth(load_default=False, metadata={"description": "Count the entries, and move nothing."})


class Archives(Desk):
    """GET and POST /v1/operations/outbox/archives."""

    parameters = ("after", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """A page, newest first."""
        asked = query_of(req, self.parameters)
        self.admit(req, READ)
        answer(req, resp, asked, page(asked, self.collection("archives"), {}, by="asked_at", newest=True))

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Ask the owner of the journal for it; it is done beside, and followed by its id."""
        caller = self.admit(req, REPAIR)
        key, body, wanted = loaded(req, ToArchive())
        id_, mark, held = self.known("archives", caller, key, body)
        if held is None:
            held = _asked(wanted, by=caller.id) | {"_id": id_, "fingerprint": mark}
            try:
                self.collection("archives").insert_one(held)
            except DuplicateKeyError:  # the same request, at the same moment
                held = self.find("archives", "archive", id_)
        resp.status, resp.data = 202, orjson.dumps(told(held))
        resp.set_header("Location", f"{PATH}/{id_}")


class Archive(Desk):
    """GET /v1/operations/outbox/archives/{archive_id}."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, archive_id: str) -> None:
        """How far it is."""
        query_of(req, ())
        self.admit(req, READ)
        resp.data = orjson.dumps(told(self.find("archives", "archive", archive_id)))


def _asked(wanted: Document, *, by: Any) -> Document:
    now = datetime.now(UTC)
    before = datetime.fromisoformat(wanted["before"]) if "before" in wanted else now - AGE
    return {
        "source": wanted["source"], "before": before, "dry_run": wanted["dry_run"], "why": wanted["reason"], "by": by,
        "status": "asked", "asked_at": now, "filed": 0, "found": 0,
    }  # fmt: skip
