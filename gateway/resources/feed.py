"""The pull feed of a subscription: its events from a cursor on, a first snapshot, and the cursor that it commits."""

import base64
import re
import threading
from typing import Any

import falcon
import orjson
from marshmallow import ValidationError

from gateway import problems
from gateway.platform import Platform
from gateway.resources.bodies import ParameterInvalid, body_of, query_of, whole
from shared.contract import UUID, Body, Instant, Whole
from shared.errors import Forbidden, NotFound
from shared.invalid import invalid

PERMISSION = "subscription.receive"
PAGE, MOST = 100, 1000
LONGEST = 20  # seconds that a pull may wait
WAITING = 6  # pulls of one gateway process that wait at the same time; the others are answered at once
IDS = 100  # events that are asked for by their ids at once
HIGHEST = 10**15
Order = dict[str, Any]


class CommitCursor(Body):
    """Up to where the subscriber has taken everything in."""

    cursor = Whole(0, HIGHEST, required=True, metadata={"description": "The `next` of a page, or of a snapshot its `cursor`."})


class Asking:
    """A resource below a subscription, answered by delivery."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def admit(self, req: falcon.Request, subscription_id: str, permission: str = PERMISSION) -> Order:
        """The order for delivery, once the caller may receive what this subscription is told."""
        caller = self._platform.caller(req.get_header("Authorization"))
        if not caller.grants_for(permission):
            if not caller.id:
                self._platform.caller("Bearer")
            raise Forbidden
        state = self._platform.find("subscription", subscription_id) if UUID.match(subscription_id) else None
        if state is None:
            raise NotFound("subscription_id", kind="subscription", id=subscription_id[:80])
        self._platform.admit(caller, permission, kind="subscription", id=subscription_id, state=state)
        return {"subscription_id": subscription_id}

    def ask(self, req: falcon.Request, resp: falcon.Response, operation: str, order: Order) -> Order | None:
        """What delivery answers; None if it refuses, which is answered already."""
        status, body = self._platform.services.ask("delivery", operation, order, wait=order.get("wait", 0))
        resp.set_header("Cache-Control", "no-store")
        if status >= 400:  # noqa: PLR2004
            problems.write(req, resp, orjson.loads(body))
            return None
        resp.data = body
        found: Order = orjson.loads(body) if operation == "/snapshot" else {}
        return found


class Events(Asking):
    """GET /v1/subscriptions/{subscription_id}/events: what it may see after a cursor."""

    parameters = ("after", "limit", "wait", "ids", "since", "until")

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self._waiting = threading.BoundedSemaphore(WAITING)

    def on_get(self, req: falcon.Request, resp: falcon.Response, subscription_id: str) -> None:
        """A page; with `wait` it comes when there is something to tell, or when that time is over."""
        asked = query_of(req, self.parameters)
        order = self.admit(req, subscription_id)
        order |= {"after": cursor_of(asked), "limit": whole(asked, "limit", PAGE, MOST)}
        if again := which_of(asked):
            self.ask(req, resp, "/again", order | again)
            return
        wait = seconds_of(asked)
        waits = bool(wait) and self._waiting.acquire(blocking=False)
        try:
            self.ask(req, resp, "/events", order | {"wait": wait if waits else 0})
        finally:
            if waits:
                self._waiting.release()


class Snapshot(Asking):
    """GET /v1/subscriptions/{subscription_id}/snapshot: the newest fact of everything that it may see."""

    parameters = ("after", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response, subscription_id: str) -> None:
        """A page in no order that means anything; afterwards events are pulled from its `cursor`."""
        asked = query_of(req, self.parameters)
        order = self.admit(req, subscription_id)
        order["cursor"], order["after"] = place_in(asked["after"]) if "after" in asked else (None, None)
        order["limit"] = whole(asked, "limit", PAGE, MOST)
        if found := self.ask(req, resp, "/snapshot", order):
            following = found["after"] and place(found["cursor"], found["after"])
            resp.data = orjson.dumps({"items": found["items"], "next": following, "cursor": found["cursor"]})


class Cursor(Asking):
    """GET and PUT /v1/subscriptions/{subscription_id}/cursor: up to where its own side has taken everything in."""

    parameters = ()

    def on_get(self, req: falcon.Request, resp: falcon.Response, subscription_id: str) -> None:
        """The committed cursor, and the newest that there is."""
        query_of(req, ())
        self.ask(req, resp, "/cursor", self.admit(req, subscription_id))

    def on_put(self, req: falcon.Request, resp: falcon.Response, subscription_id: str) -> None:
        """Commit one, forwards or, to have events again, backwards."""
        order = self.admit(req, subscription_id)
        try:
            order |= CommitCursor().load(body_of(req))
        except ValidationError as error:
            raise invalid(error.messages) from error
        self.ask(req, resp, "/commit", order)


class Deliveries(Asking):
    """GET /v1/subscriptions/{subscription_id}/deliveries: every attempt to send it something."""

    parameters = ("event_id", "before", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response, subscription_id: str) -> None:
        """The newest first."""
        asked = query_of(req, self.parameters)
        order = self.admit(req, subscription_id, "subscription.read")
        order |= {"limit": whole(asked, "limit", PAGE, MOST), **moments_of(asked, ("before",))}
        if "event_id" in asked and not UUID.match(asked["event_id"]):
            raise ParameterInvalid("event_id", name="event_id", value=asked["event_id"][:40], wanted="the id of an event")
        self.ask(req, resp, "/deliveries", order | {"event_id": asked.get("event_id")})


def cursor_of(asked: dict[str, str]) -> int | None:
    """The cursor that a pull begins after; None for the committed one."""
    if "after" not in asked:
        return None
    if not re.fullmatch(r"\d{1,15}", asked["after"], re.ASCII):
        raise ParameterInvalid("after", name="after", value=asked["after"][:40], wanted="the next of a page, or 0")
    return int(asked["after"])


def seconds_of(asked: dict[str, str]) -> int:
    """For how long a pull may wait."""
    return 0 if asked.get("wait", "0") == "0" else whole(asked, "wait", 0, LONGEST)


def which_of(asked: dict[str, str]) -> Order:
    """Which events are asked for again."""
    found: Order = {}
    if "ids" in asked:
        found["ids"] = asked["ids"].split(",")
        if len(found["ids"]) > IDS or not all(UUID.match(one) for one in found["ids"]):
            raise ParameterInvalid("ids", name="ids", value=asked["ids"][:40], wanted=f"up to {IDS} ids with commas between")
    return found | moments_of(asked, ("since", "until"))


def moments_of(asked: dict[str, str], names: tuple[str, ...]) -> Order:
    """Those of these parameters that are given, as instants."""
    found: Order = {}
    for name in names:
        if name in asked:
            try:
                found[name] = Instant().deserialize(asked[name])
            except ValidationError as error:
                wanted = "a moment, such as 2026-03-01T08:15:00Z"
                raise ParameterInvalid(name, name=name, value=asked[name][:40], wanted=wanted) from error
    return found


def place(cursor: int, key: str) -> str:
    """An opaque place in a snapshot: the cursor that was taken first, and the key to go on from."""
    return base64.urlsafe_b64encode(f"{cursor} {key}".encode()).decode().rstrip("=")


def place_in(told: str) -> tuple[int, str]:
    """The cursor and the key of a place."""
    try:
        found = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except ValueError:
        found = ""
    parts = re.fullmatch(r"(\d{1,15}) ([a-z-]+:[0-9a-f-]{36})", found, re.ASCII)
    if not parts:
        raise ParameterInvalid("after", name="after", value=told[:40], wanted="the next from a page of this snapshot")
    return int(parts[1]), parts[2]
