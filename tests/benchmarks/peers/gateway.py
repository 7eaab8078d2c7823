"""The peer of the gateway: token check, validation, a signed command over httpx; and a center by its id."""

import hashlib
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
import jwt
import orjson
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from jwt.types import Options
from pymongo import AsyncMongoClient

from gateway.access import AUDIENCE, ISSUERS
from shared.tokens import HEADER, sign
from tests.benchmarks.peers.bodies import FIELDS, Id, ProposeCenter

SERVICE = os.environ.get("PEER_SERVICE", "")
TOKEN_KEY, SERVICE_KEY = os.environ.get("PEER_TOKEN_KEY", ""), os.environ.get("PEER_SERVICE_KEY", "").encode()
NEEDED: Options = {"require": ["exp", "iat", "sub"]}
SHOWN = dict.fromkeys(FIELDS, 1)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    app.state.centers = AsyncMongoClient[dict[str, Any]](os.environ["PEER_MONGO"], maxPoolSize=64)["toono_bench_peer"]["center"]
    async with httpx.AsyncClient(base_url=SERVICE, limits=limits, timeout=30) as app.state.service:
        yield


app = FastAPI(lifespan=_lifespan)


async def _claims(authorization: Annotated[str, Header()]) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            authorization.removeprefix("Bearer "), TOKEN_KEY, ["HS256"], audience=AUDIENCE, issuer=ISSUERS, options=NEEDED
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    if not any(grant["role"] == "ministry_administrator" for grant in claims["grants"]):
        raise HTTPException(403)
    return claims


Claims = Annotated[dict[str, Any], Depends(_claims)]


@app.get("/livez")
async def live() -> dict[str, bool]:
    """Tell that it serves."""
    return {"ready": True}


@app.get("/v1/centers/{center}")
async def read(center: Id, claims: Claims, request: Request) -> Response:  # noqa: ARG001
    """One center, as far as the caller may see it."""
    found = await request.app.state.centers.find_one({"_id": center}, SHOWN)
    if found is None:
        raise HTTPException(404)
    etag = f'"{found["version"]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    body = orjson.dumps({"id": found.pop("_id"), **found})
    return Response(body, headers={"ETag": etag}, media_type="application/json")


@app.post("/v1/centers")
async def propose(
    body: ProposeCenter, claims: Claims, request: Request, idempotency_key: Annotated[str, Header(max_length=200)]
) -> Response:
    """Give the command to the service, and its answer to the caller."""
    told = body.model_dump()
    key = hashlib.sha256(f"{claims['sub']}\nregistry\n{idempotency_key}".encode()).hexdigest()[:40]
    mark = hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:40]
    actor = {"id": claims["sub"], "roles": sorted({grant["role"] for grant in claims["grants"]})}
    order = orjson.dumps({"key": key, "body": told, "fingerprint": mark, "correlation": str(uuid.uuid4()), "actor": actor})
    signed = {HEADER: sign(SERVICE_KEY, "registry", order, seconds=10), "Content-Type": "application/json"}
    answer = await request.app.state.service.post("/commands/propose_center", content=order, headers=signed)
    headers = {name: answer.headers[name] for name in ("ETag", "Location") if name in answer.headers}
    return Response(answer.content, answer.status_code, headers, "application/json")
