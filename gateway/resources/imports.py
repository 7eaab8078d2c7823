"""Imports: a file goes in, progress and a report of every row come out."""

import base64
import hashlib
import uuid
from typing import Any

import falcon
import orjson

from gateway import problems
from gateway.catalog import commands, kinds
from gateway.platform import Platform
from gateway.resources.bodies import BodyTooLarge, LengthRequired, key_of, query_of, truth, whole
from gateway.resources.commands import Order
from gateway.resources.reads import visible
from shared.contract import UUID
from shared.errors import Invalid, Refusal

LARGEST = 50 * 1024 * 1024  # bytes
PARAMETERS = ("kind", "filename", "language", "dry_run")
KINDS = ("areas", "centers")


class FileMissing(Refusal):
    """An import without a file."""

    text = "The body is empty; it should be the file."
    remedy = "Send the bytes of the CSV or XLSX file as the body, as curl --data-binary @FILE does."


class KindUnknown(Invalid):
    """A file of something else."""

    text = "The query parameter kind says of what the file is: {kinds}."
    remedy = "Send the file to /v1/imports?kind=centers, or kind=areas."


class Upload:
    """POST /v1/imports: the file is the body, what is said of it stands in the query."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        _, self._command = commands()["start_import"]
        self._order = Order(platform, "registry", self._command)

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Take the file in and answer at once; the importer goes on with it."""
        caller = self._platform.caller(req.get_header("Authorization"))
        asked = query_of(req, PARAMETERS)
        if asked.get("kind") not in KINDS:
            raise KindUnknown("kind", kinds=" or ".join(KINDS))
        told = {"of": asked.get("kind", ""), "filename": asked.get("filename", f"{asked.get('kind', 'file')}.csv")}
        told |= {"language": asked["language"]} if "language" in asked else {}
        body = {**told, "dry_run": truth(asked, "dry_run")}
        order = self._order.prepare(caller, key_of(req), {}, body)
        file = _file(req)
        order |= {"correlation": req.context.correlation, "actor": self._order.actor(caller)}
        order["file"] = hashlib.sha256(file).hexdigest()
        status, answer = self._platform.services.upload("registry", "start_import", order, file)
        if status >= 400:  # noqa: PLR2004
            problems.write(req, resp, orjson.loads(answer))
        else:
            self._order.dump(resp, status, orjson.loads(answer))


class Rows:
    """GET /v1/imports/{import_id}/rows: what became of every row."""

    parameters = ("outcome", "flagged", "after", "limit")

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def on_get(self, req: falcon.Request, resp: falcon.Response, import_id: str) -> None:
        """A page of rows in the order of the file."""
        asked = query_of(req, self.parameters)
        caller = self._platform.caller(req.get_header("Authorization"))
        state = self._platform.find("import", import_id) if UUID.match(import_id) else None
        visible(self._platform, kinds()["import"][1], caller, state, import_id[:80])
        query: dict[str, Any] = {"of": import_id, "row": {"$gt": int(whole(asked, "after", 1, 10**8)) if "after" in asked else 0}}
        if "outcome" in asked:
            query["outcome"] = asked["outcome"]
        if truth(asked, "flagged"):
            query["flags"] = {"$ne": []}
        limit = whole(asked, "limit", 100, 1000)
        found = list(self._platform.database["import_rows"].find(query, {"_id": 0, "of": 0}).sort("_id").limit(limit + 1))
        following = found[limit - 1]["row"] if len(found) > limit else None
        if following:
            resp.append_link(f"{req.path}?{falcon.to_query_str({**asked, 'after': following}, prefix=False)}", "next")
        resp.data = orjson.dumps({"items": found[:limit], "next": following})


class Rejected:
    """GET /v1/imports/{import_id}/rejected: the rejected rows as a file to mend."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._order = Order(platform, *commands()["take_rejected"])

    def on_get(self, req: falcon.Request, resp: falcon.Response, import_id: str) -> None:
        """The file, from the registry that keeps it; who took it is noted."""
        caller = self._platform.caller(req.get_header("Authorization"))
        body = query_of(req, ("format",))
        order = self._order.prepare(caller, uuid.uuid4().hex, {"import_id": import_id}, body)
        order["actor"] = self._order.actor(caller)
        status, answer = self._platform.services.command("registry", "take_rejected", order)
        told = orjson.loads(answer)
        if status >= 400:  # noqa: PLR2004
            problems.write(req, resp, told)
            return
        resp.content_type = told["told"]["media"]
        resp.downloadable_as = told["told"]["filename"]
        resp.data = base64.b64decode(told["told"]["content"])


def _file(req: falcon.Request) -> bytes:
    if req.get_header("Transfer-Encoding"):
        raise LengthRequired("Content-Length")
    if (req.content_length or 0) > LARGEST:
        raise BodyTooLarge(largest=LARGEST)
    content: bytes = req.bounded_stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BodyTooLarge(largest=LARGEST)
    if not content:
        raise FileMissing("body")
    return content
