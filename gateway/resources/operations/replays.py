"""Replays: facts are told again to one consumer."""

from datetime import datetime

import falcon
import orjson
from marshmallow import fields, validate

from gateway.catalog import SERVICES
from gateway.resources.bodies import query_of
from gateway.resources.operations.desk import READ, REPAIR, Desk, Document, answer, loaded, page, told
from shared.contract import Body, Code, Id, Instant, Line, Truth, Whole
from shared.errors import Invalid
from shared.repair.consumers import find
from shared.repair.requests import RATE, Choice, ask

PATH = "/v1/operations/replays"
FASTEST = 10_000  # facts per second
POSITIONS = 10**15


class ConsumerUnknown(Invalid):
    """Nobody of this name reads a queue."""

    text = "There is no consumer {name}. Known are: {known}."
    remedy = "Name a service, its copies as in programs.copies, or gateway.projector."


class Wanted(Body):
    """Which facts are told again, and to whom. A fact must satisfy everything that is given."""

    source = Code(SERVICES, required=True, metadata={"description": "The service whose facts they are."})
    to = Line(100, required=True, metadata={"description": "The one consumer that gets them: `programs`, `programs.copies`, …"})
    reason = Line(500, required=True, metadata={"description": "Why; other operators will read it."})
    after = Whole(0, POSITIONS, load_default=0, metadata={"description": "Only positions above this one."})
    upto = Whole(1, POSITIONS, metadata={"description": "Only positions up to this one; the newest if not given."})
    types = fields.List(Line(200), validate=validate.Length(1, 50), metadata={"description": "Only these event types, in full."})
    subject = Id(metadata={"description": "Only facts of this aggregate."})
    since = Instant(metadata={"description": "Only what was recorded then or later."})
    until = Instant(metadata={"description": "Only what was recorded before."})
    newest = Truth(load_default=False, metadata={"description": "Of each aggregate only its newest fact."})
    rate = Whole(1, FASTEST, load_default=RATE, metadata={"description": "Facts per second at most."})
    dry_run = Truth(load_default=False, metadata={"description": "Count them, and send nothing."})


class Replays(Desk):
    """GET and POST /v1/operations/replays."""

    parameters = ("after", "limit")

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """A page, newest first."""
        asked = query_of(req, self.parameters)
        self.admit(req, READ)
        answer(req, resp, asked, page(asked, self.collection("replays"), {}, by="asked_at", newest=True))

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Ask the owner of the journal for it; it is done beside, and followed by its id."""
        caller = self.admit(req, REPAIR)
        key, body, wanted = loaded(req, Wanted())
        id_, mark, held = self.known("replays", caller, key, body)
        if held is None:
            if find(self._platform.operations, wanted["to"]) is None:
                known = self.collection("consumers").distinct("_id")
                raise ConsumerUnknown("to", name=wanted["to"], known=", ".join(known))
            held = ask(
                self._platform.operations, _choice(wanted), to=wanted["to"], why=wanted["reason"], by=str(caller.id), id=id_,
                dry_run=wanted["dry_run"], rate=wanted["rate"], fingerprint=mark,
            )  # fmt: skip
        resp.status, resp.data = 202, orjson.dumps(told(held))
        resp.set_header("Location", f"{PATH}/{id_}")


class Replay(Desk):
    """GET /v1/operations/replays/{replay_id}."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, replay_id: str) -> None:
        """How far it is."""
        query_of(req, ())
        self.admit(req, READ)
        resp.data = orjson.dumps(told(self.find("replays", "replay", replay_id)))


def _choice(wanted: Document) -> Choice:
    moments: Document = {name: datetime.fromisoformat(wanted[name]) for name in ("since", "until") if name in wanted}
    return Choice.load({**dict.fromkeys(Choice.__dataclass_fields__), **wanted, **moments})
