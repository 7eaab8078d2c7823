"""Who may sit at the operators' desk, and how its lists are paged."""

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

import falcon
import orjson
from marshmallow import Schema, ValidationError
from pymongo.collection import Collection

from gateway.access import PUBLIC, Caller
from gateway.platform import Platform
from gateway.resources.bodies import ParameterInvalid, body_of, key_of, whole
from shared.contract import UUID
from shared.errors import Forbidden, KeyReused, NotFound
from shared.events import instant
from shared.invalid import invalid
from shared.store.cause import fingerprint

Document = dict[str, Any]
READ, REPAIR = "operations.read", "operations.repair"
PAGE, MOST = 50, 500
INSIDE = {"_id", "body", "fingerprint", "holder", "leased_until", "forgotten_at"}
KEYS = uuid.UUID("0d0c6c52-5b0a-4f3f-8d0e-3a1f6f6f0c77")  # the namespace of what is asked for under an idempotency key


class Desk:
    """A resource of the operators."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def collection(self, name: str) -> Collection[Document]:
        """A collection of the database of operations."""
        return self._platform.operations[name]

    def admit(self, req: falcon.Request, permission: str) -> Caller:
        """The caller, if a grant for the whole country has the permission.

        Raises:
            Forbidden: none has.
        """
        caller = self._platform.caller(req.get_header("Authorization"))
        if not any(grant.national for grant in caller.grants_for(permission)):
            if caller is PUBLIC:
                self._platform.caller("Bearer")
            raise Forbidden
        return caller

    def find(self, name: str, kind: str, id: str) -> Document:  # noqa: A002
        """A document by its id.

        Raises:
            NotFound: there is none.
        """
        found = self.collection(name).find_one({"_id": id}) if UUID.match(id) else None
        if found is None:
            raise NotFound(kind=kind, id=id[:80])
        return found

    def known(self, name: str, caller: Caller, key: str, body: Document) -> tuple[str, str, Document | None]:
        """The id and the fingerprint of what is asked for under this key, and what was asked before.

        Raises:
            KeyReused: it was something else.
        """
        id_ = str(uuid.uuid5(KEYS, f"{name}\n{caller.id}\n{key}"))
        mark = fingerprint(self._platform.settings.service_key, name, body)
        held = self.collection(name).find_one({"_id": id_})
        if held and held["fingerprint"] != mark:
            raise KeyReused("Idempotency-Key")
        return id_, mark, held


def loaded(req: falcon.Request, schema: Schema) -> tuple[str, Document, Document]:
    """The idempotency key of a request, its body as it came, and as the schema has read it."""
    key, body = key_of(req), body_of(req)
    try:
        found: Document = schema.load(body)
    except ValidationError as error:
        raise invalid(error.messages) from error
    return key, body, found


def page(asked: dict[str, str], collection: Collection[Document], query: Document, *, by: str, newest: bool = False) -> Document:
    """A page in the order of a moment, oldest or newest first, with the cursor of the next."""
    limit, sign, direction = whole(asked, "limit", PAGE, MOST), "$lt" if newest else "$gt", -1 if newest else 1
    clauses = [query]
    if "after" in asked:
        moment, id_ = _place(asked["after"])
        clauses.append({"$or": [{by: {sign: moment}}, {by: moment, "_id": {sign: id_}}]})
    found = list(collection.find({"$and": clauses}, {"body": 0}).sort([(by, direction), ("_id", direction)]).limit(limit + 1))
    following = _cursor(found[limit - 1][by], found[limit - 1]["_id"]) if len(found) > limit else None
    return {"items": [told(document) for document in found[:limit]], "next": following}


def answer(req: falcon.Request, resp: falcon.Response, asked: dict[str, str], found: Document) -> None:
    """Answer with a page, and the way to the next."""
    if found["next"]:
        resp.append_link(f"{req.path}?{falcon.to_query_str({**asked, 'after': found['next']}, prefix=False)}", "next")
    resp.data = orjson.dumps(found)


def told(document: Document) -> Document:
    """A document as operators see it: nothing of how the work is shared out, moments as text."""
    shown = {name: _plain(value) for name, value in document.items() if name not in INSIDE}
    return {"id": document["_id"], **shown}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value


def _cursor(moment: datetime, id_: str) -> str:
    return base64.urlsafe_b64encode(f"{instant(moment)} {id_}".encode()).decode().rstrip("=")


def _place(told: str) -> tuple[datetime, str]:
    try:
        moment, id_ = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode().split(" ")
        return datetime.fromisoformat(moment).astimezone(UTC), id_
    except ValueError:
        raise ParameterInvalid(
            "after", name="after", value=told[:40], wanted="the value of next from a page of this list"
        ) from None
