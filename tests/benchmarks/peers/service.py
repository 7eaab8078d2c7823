"""The peer of the registry: verifies the signature, and commits center and journal entry in one transaction."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import orjson
import uuid_utils
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.errors import Refusal
from shared.events import instant
from shared.tokens import HEADER, verify
from tests.benchmarks.peers.bodies import REST, Order

Document = dict[str, Any]
SERVICE_KEY = os.environ.get("PEER_SERVICE_KEY", "").encode()
DURABLE = WriteConcern("majority", j=True)
SNAPSHOT = ReadConcern("snapshot")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.mongo = AsyncMongoClient[Document](os.environ["PEER_MONGO"], maxPoolSize=50)
    app.state.database = app.state.mongo["toono_bench_peer"]
    yield


app = FastAPI(lifespan=_lifespan)


async def _signed(request: Request) -> None:
    try:
        verify(SERVICE_KEY, "registry", await request.body(), request.headers.get(HEADER, ""))
    except Refusal as error:
        raise HTTPException(401) from error


@app.get("/livez")
async def live() -> dict[str, bool]:
    """Tell that it serves."""
    return {"ready": True}


@app.post("/commands/propose_center", dependencies=[Depends(_signed)])
async def propose(order: Order, request: Request) -> Response:
    """Propose a center in an area that there is."""
    database, now = request.app.state.database, datetime.now(UTC)
    if await database["area"].find_one({"_id": order.body["area_id"]}) is None:
        raise HTTPException(404)
    state = {"id": str(uuid_utils.uuid7()), "version": 1, **REST, **order.body}
    document, entry = _documents(order, state, now)

    async def commit(session: AsyncClientSession) -> None:
        await database["center"].insert_one(document, session=session)
        await database["journal"].insert_one(entry, session=session)

    async with request.app.state.mongo.start_session() as session:
        await session.with_transaction(commit, read_concern=SNAPSHOT, write_concern=DURABLE)
    return Response(orjson.dumps(state), 201, {"ETag": '"1"', "Location": f"/v1/centers/{state['id']}"}, "application/json")


def _documents(order: Order, state: Document, now: datetime) -> tuple[Document, Document]:
    """Center and journal entry, with the fields that ours have."""
    document = {**state, "_id": state["id"], "recorded_at": now}
    del document["id"]
    fact = {
        "id": str(uuid_utils.uuid7()), "type": "toono.registry.center.proposed", "subject": state["id"], "version": 1,
        "time": instant(now), "area": state["area_id"], "state": state, "change": {},
    }  # fmt: skip
    entry = {
        "_id": order.key, "command": "propose_center", "actor": order.actor, "recorded_at": now, "version": 1,
        "fingerprint": order.fingerprint, "correlation": order.correlation, "causation": None, "facts": [fact], "pending": True,
        "reply": {"kind": "center", "id": state["id"], "version": 1, "fact": 0},
    }  # fmt: skip
    return document, entry
