"""Rebuilding the read model beside the living one, from what the services' journals tell again.

1. The other generation is emptied, and named as being built: from then on the projector writes every batch to both.
2. Each service is asked to tell everything again to a queue of the rebuild's own, which goes to the new generation only. Versions
   decide, so it does not matter what of the past comes before or after what happens meanwhile.
3. When the new generation has seen all that it was told and every position that the living one has seen, one transaction makes
   it the living one. What was read until then is still written for as long as a reader may not have noticed, and then dropped.

Every step is found again after a crash from the pointer and the request, and may be taken twice.
"""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from gateway.catalog import SERVICES
from gateway.views.database import NAME, prepare
from gateway.views.generations import PREFIXES, Generation, point, pointer
from gateway.views.projector import DURABLE
from shared.logs import log
from shared.marks import Mark
from shared.repair import Consumer
from shared.repair.requests import Choice, ask

Document = dict[str, Any]
CONSUMER = Consumer(name="gateway.rebuild", bindings=tuple((service, "#") for service in SERVICES), ladder=False, bound=False)
LOOK = 0.5  # seconds between two steps
GRACE = timedelta(seconds=5)  # that a retired generation is still written: longer than readers take to notice
STUCK = timedelta(seconds=10)  # without a step forward, after which what is missing is asked for again
LEASE = timedelta(seconds=30)
LET_GO = 10_000  # positions that are looked for among the parked
RATE = 10_000  # facts per second of each service
PLACE = uuid.UUID("5a1f0b7e-2a55-4b8f-8f0b-6d7a2f3f9b60")  # the namespace of the requests' ids


class Rebuilding:
    """Carries out requests for a rebuild, one after the other."""

    def __init__(self, client: MongoClient[Document], operations: Database[Document]) -> None:
        self._client = client
        self._database = client.get_database(NAME, write_concern=DURABLE, read_concern=ReadConcern("majority"))
        self._operations = operations
        self._rebuilds = operations["rebuilds"]
        self._me = uuid.uuid4().hex
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop; a database that is away only makes it wait."""
        while not self._stop.wait(LOOK):
            try:
                self.step()
            except PyMongoError as error:
                log(__name__, "rebuild interrupted", 30, why=repr(error)[:300])

    def stop(self) -> None:
        """Leave it where it is; it is taken up again."""
        self._stop.set()

    def step(self) -> None:
        """Go on by one step with the request that is under way, or the oldest that waits."""
        retiring = pointer(self._database)["retiring"] is not None
        if retiring:
            self._retire()
        elif (request := self._take()) is not None:
            if "target" not in request:
                self._begin(request)
            else:
                self._go_on(request)

    def _take(self) -> Document | None:
        now = datetime.now(UTC)
        held = {"status": "running", "holder": {"$ne": self._me}, "leased_until": {"$gte": now}}
        if self._rebuilds.find_one(held):
            return None
        return self._rebuilds.find_one_and_update(
            {"status": {"$in": ["asked", "running"]}},
            {"$set": {"status": "running", "holder": self._me, "leased_until": now + LEASE}},
            sort=[("asked_at", 1)],
            return_document=ReturnDocument.AFTER,
        )

    def _begin(self, request: Document) -> None:
        """Empty the other generation, and have it written from now on."""
        target = next(prefix for prefix in PREFIXES if prefix != pointer(self._database)["living"])
        point(self._database, building=None)
        Generation(self._database, target).drop()
        prepare(Generation(self._database, target))
        point(self._database, building=target)
        self._note(request, target=target, attempt=0, at=0, moved_at=datetime.now(UTC))

    def _go_on(self, request: Document) -> None:
        replays = self._ask(request)
        failed = next((one for one in replays if one["status"] == "failed"), None)
        if failed is not None:
            self._give_up(request, failed["failed_because"])
            return
        self._progress(request, replays)
        told = all(one["status"] == "done" for one in replays)
        if told and not self._switch(request, replays) and datetime.now(UTC) - request["moved_at"] > STUCK:
            self._note(request, attempt=request["attempt"] + 1, moved_at=datetime.now(UTC))

    def _ask(self, request: Document) -> list[Document]:
        """Have everything told again, once; what is asked for already is found under its id."""
        why, attempt = "the read model is rebuilt", request["attempt"]
        ids = {service: str(uuid.uuid5(PLACE, f"{request['_id']} {attempt} {service}")) for service in SERVICES}
        found = {one["_id"]: one for one in self._operations["replays"].find({"_id": {"$in": list(ids.values())}})}
        return [
            found.get(id_)
            or ask(
                self._operations, Choice(source=service, after=self._mark(request["target"], service).upto),
                to=CONSUMER.name, why=why, by=request["by"], id=id_, rate=RATE,
            )
            for service, id_ in ids.items()
        ]  # fmt: skip

    def _switch(self, request: Document, replays: list[Document]) -> bool:
        """Let the new generation live, if it has seen everything; False if it has not."""
        until, target = {one["source"]: one["of"] for one in replays}, request["target"]

        def body(session: ClientSession) -> bool:
            told = pointer(self._database, session)
            if told["living"] != target:
                if any(self._lacks(target, told["living"], service, until[service], session) for service in SERVICES):
                    return False
                retire_at = datetime.now(UTC) + GRACE
                point(self._database, session, living=target, building=None, retiring=told["living"], retire_at=retire_at)
            return True

        with self._client.start_session() as session:
            switched = session.with_transaction(body, read_concern=ReadConcern("snapshot"), write_concern=DURABLE)
        if switched:
            self._progress(request, replays)
            self._note(request, status="done", ended_at=datetime.now(UTC))
            log(__name__, "read model rebuilt", generation=target, facts=sum(until.values()))
        return switched

    def _lacks(self, target: str, living: str, service: str, until: int, session: ClientSession) -> bool:
        """Whether the new generation has not seen what was told again, or what the living one has; what is parked is let go."""
        new, old = self._mark(target, service, session), self._mark(living, service, session)
        last = max(until, old.upto)
        if last - new.upto - len(new.beyond) > LET_GO:
            return True
        lacking = new.lacking(last) | {one for one in old.beyond if one > new.upto and one not in new.beyond}
        parked = {"consumer": CONSUMER.name, "event.source": f"/{service}", "event.position": {"$in": sorted(lacking)}}
        return bool(lacking - {one["event"]["position"] for one in self._operations["parked"].find(parked)})

    def _progress(self, request: Document, replays: list[Document]) -> None:
        if all("of" in one for one in replays):
            at = sum(min(self._mark(request["target"], one["source"]).upto, one["of"]) for one in replays)
            moved = {"moved_at": datetime.now(UTC)} if at != request["at"] else {}
            self._note(request, at=at, of=sum(one["of"] for one in replays), **moved)

    def _give_up(self, request: Document, why: str) -> None:
        point(self._database, building=None)
        Generation(self._database, request["target"]).drop()
        self._note(request, status="failed", failed_because=why, ended_at=datetime.now(UTC))

    def _retire(self) -> None:
        """Stop writing what was read before, and remove it."""
        told = pointer(self._database)
        if told["retire_at"] <= datetime.now(UTC):
            point(self._database, retiring=None)
            Generation(self._database, told["retiring"]).drop()

    def _mark(self, generation: str, service: str, session: ClientSession | None = None) -> Mark:
        return Mark.load(Generation(self._database, generation)["marks"].find_one({"_id": service}, session=session))

    def _note(self, request: Document, **told: Any) -> None:
        request.update(told)
        self._rebuilds.update_one({"_id": request["_id"], "holder": self._me}, {"$set": told})
