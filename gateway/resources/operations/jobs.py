"""What takes long and is asked for with a reason only: rebuilds of the read model, verifications of everything."""

from datetime import UTC, datetime

import falcon
import orjson
from pymongo.errors import DuplicateKeyError

from gateway.resources.bodies import query_of
from gateway.resources.operations.desk import READ, REPAIR, Desk, Document, answer, loaded, page, told
from shared.contract import Reason


class Jobs(Desk):
    """GET and POST /v1/operations/rebuilds, …/verifications: a process beside the gateway does what is asked for."""

    parameters = ("after", "limit")
    name = "rebuilds"  # of the collection, and in the path

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """A page, newest first."""
        asked = query_of(req, self.parameters)
        self.admit(req, READ)
        answer(req, resp, asked, page(asked, self.collection(self.name), {}, by="asked_at", newest=True))

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Ask for one; it is done when those before it are, and followed by its id."""
        caller = self.admit(req, REPAIR)
        key, body, wanted = loaded(req, Reason())
        id_, mark, held = self.known(self.name, caller, key, body)
        job: Document = held or {
            "_id": id_, "status": "asked", "asked_at": datetime.now(UTC), "why": wanted["reason"], "by": caller.id,
            "fingerprint": mark,
        }  # fmt: skip
        if held is None:
            try:
                self.collection(self.name).insert_one(job)
            except DuplicateKeyError:  # the same request, at the same moment
                job = self.find(self.name, self.name, id_)
        resp.status, resp.data = 202, orjson.dumps(told(job))
        resp.set_header("Location", f"/v1/operations/{self.name}/{id_}")


class Rebuilds(Jobs):
    """The read model is built anew beside the living one."""

    name = "rebuilds"


class Verifications(Jobs):
    """Everything that is kept twice is compared."""

    name = "verifications"


class Rebuild(Desk):
    """GET /v1/operations/rebuilds/{rebuild_id}."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, rebuild_id: str) -> None:
        """How far it is."""
        query_of(req, ())
        self.admit(req, READ)
        resp.data = orjson.dumps(told(self.find("rebuilds", "rebuild", rebuild_id)))


class Verification(Desk):
    """GET /v1/operations/verifications/{verification_id}."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, verification_id: str) -> None:
        """What was found, once it is done."""
        query_of(req, ())
        self.admit(req, READ)
        resp.data = orjson.dumps(told(self.find("verifications", "verification", verification_id)))
