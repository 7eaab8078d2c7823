"""Parked messages: listed, looked at, sent again, dropped."""

from datetime import UTC, datetime

import falcon
import orjson

from gateway.access import Caller
from gateway.resources.bodies import ParameterInvalid, query_of
from gateway.resources.operations.desk import READ, REPAIR, Desk, Document, answer, loaded, page, told
from shared.contract import Body, Line, Reason
from shared.errors import Conflict

KIND = "parked message"
STATUSES = ("waiting", "resending", "resent", "dropped")
BOTH_WAYS = {"resend": ("resending", "resent"), "drop": ("dropped",)}  # in these it has been asked for already


class NotWaiting(Conflict):
    """A parked message that is dealt with, or of which nothing was kept that could be sent."""

    text = "This message does not wait for a decision: it is {status}."
    remedy = "Look at its present state; a fact that was dropped is told again by a replay."


class Why(Body):
    """Why a message is sent again."""

    reason = Line(500, metadata={"description": "What was mended; other operators will read it."})


class Parked(Desk):
    """GET /v1/operations/parked."""

    parameters = ("consumer", "type", "status", "after", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """A page, those that have waited longest first."""
        asked = query_of(req, self.parameters)
        self.admit(req, READ)
        if asked.get("status", "waiting") not in STATUSES:
            raise ParameterInvalid("status", name="status", value=asked["status"][:40], wanted=", ".join(STATUSES))
        query: Document = {"status": asked.get("status", "waiting")}
        query |= {"consumer": asked["consumer"]} if "consumer" in asked else {}
        query |= {"event.type": asked["type"]} if "type" in asked else {}
        answer(req, resp, asked, page(asked, self.collection("parked"), query, by="since"))


class ParkedOne(Desk):
    """GET /v1/operations/parked/{parked_id}."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, parked_id: str) -> None:
        """What is known of one."""
        query_of(req, ())
        self.admit(req, READ)
        resp.data = orjson.dumps(told(self.find("parked", KIND, parked_id)))


class Resend(Desk):
    """POST /v1/operations/parked/{parked_id}/resend."""

    def on_post(self, req: falcon.Request, resp: falcon.Response, parked_id: str) -> None:
        """Have it put into its consumer's inbox again; the consumer's own process does it as soon as the broker is there."""
        caller = self.admit(req, REPAIR)
        _, _, body = loaded(req, Why())
        found = settle(self, parked_id, {"status": "resending"}, what="resend", caller=caller, why=body.get("reason"))
        resp.status, resp.data = 202, orjson.dumps(told(found))


class Drop(Desk):
    """POST /v1/operations/parked/{parked_id}/drop."""

    def on_post(self, req: falcon.Request, resp: falcon.Response, parked_id: str) -> None:
        """Give it up for good; its content is forgotten, who did it and why is kept."""
        caller = self.admit(req, REPAIR)
        _, _, body = loaded(req, Reason())
        found = settle(self, parked_id, {"status": "dropped", "body": None}, what="drop", caller=caller, why=body["reason"])
        resp.data = orjson.dumps(told(found))


def settle(desk: Desk, id_: str, change: Document, *, what: str, caller: Caller, why: str | None) -> Document:
    """Change a message that waits, and note who did it; nothing, if that has been asked for already.

    Raises:
        NotWaiting: something else has been decided, or it is too large to be sent again.
    """
    held = desk.find("parked", KIND, id_)
    sendable = {} if what == "drop" else {"body": {"$ne": None}}
    note = {"what": what, "by": caller.id, "why": why, "at": datetime.now(UTC)}
    waiting = {"_id": id_, "status": "waiting", **sendable}
    changed = desk.collection("parked").update_one(waiting, {"$set": change, "$push": {"settled": note}}).modified_count
    found = desk.find("parked", KIND, id_)
    if not changed and found["status"] not in BOTH_WAYS[what]:
        raise NotWaiting(status="too large to be kept" if held["status"] == "waiting" else found["status"])
    return found
