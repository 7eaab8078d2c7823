"""One command of a service, as an operation of the API."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import falcon
import orjson
from marshmallow import ValidationError

from gateway import problems
from gateway.access import PUBLIC, Caller
from gateway.catalog import kinds, path_of
from gateway.platform import Platform, place_of
from gateway.resources.bodies import UUID7, body_of, key_of, match_of, trace_of
from gateway.services import Answer
from gateway.tries import address_of
from shared.contract import UUID, Command
from shared.errors import Forbidden, NotFound
from shared.invalid import invalid
from shared.store.cause import command_key

Made = dict[tuple[str, str], dict[str, Any]]
PARAMETER = re.compile(r"{(\w+)}")


class Commands:
    """The operations at one path: by HTTP method, the command and its service."""

    def __init__(self, platform: Platform, offered: dict[str, tuple[str, Command]]) -> None:
        self._orders = {method: Order(platform, service, command) for method, (service, command) in offered.items()}
        for method, order in self._orders.items():
            setattr(self, f"on_{method.lower()}", order.answer)


class Order:
    """How a request becomes a command to its service, and the reply an answer."""

    def __init__(self, platform: Platform, service: str, command: Command) -> None:
        self._platform = platform
        self._service = service
        self._command = command
        self._schema = command.body()
        self._scope = [tuple(one.split(":")) for one in command.scope]

    def answer(self, req: falcon.Request, resp: falcon.Response, **path: str) -> None:
        """Load, call, dump."""
        command = self._command
        caller = PUBLIC if command.public else self._platform.caller(req.get_header("Authorization"))
        key = (
            key_of(req, nameless=command.public)
            if command.method == "POST"
            else req.get_header("Idempotency-Key") or uuid.uuid4().hex
        )
        order = self.prepare(caller, key, path, body_of(req))
        order["match"] = match_of(req, needed=command.matches)
        order["correlation"] = req.context.correlation
        order["traceparent"] = None if command.public else trace_of(req)
        order["actor"] = self.actor(caller)
        status, body = self._ask(req, order)
        if status >= 400:  # noqa: PLR2004
            problems.write(req, resp, orjson.loads(body))
        else:
            self.dump(resp, status, orjson.loads(body))

    def _ask(self, req: falcon.Request, order: dict[str, Any]) -> Answer:
        command, ask = self._command, self._platform.services.command
        if not command.opens:
            return ask(self._service, command.name, order)
        with self._platform.tries.one(
            order["body"][command.opens], address_of(req, self._platform.settings.known_proxies)
        ) as one:
            answer = ask(self._service, command.name, order)
            one.wrong = answer[0] == NotFound.status
            return answer

    @property
    def kind(self) -> str:
        """The kind of aggregate that it answers with."""
        return self._command.kind

    @property
    def parameters(self) -> set[str]:
        """What its path names."""
        return set(PARAMETER.findall(self._command.path))

    def prepare(self, caller: Caller, key: str, path: dict[str, str], body: Any, made: Made | None = None) -> dict[str, Any]:
        """The order for the service, once caller and body are found good. `made` are things made earlier in a batch."""
        command = self._command
        for name, id_ in path.items():
            if not UUID.match(id_):
                raise NotFound(name, kind=name.removesuffix("_id"), id=id_[:80])
        if not command.public and not caller.grants_for(command.permission):
            if caller is PUBLIC:
                self._platform.caller("Bearer")
            raise Forbidden
        try:
            arguments = self._schema.load(body)
        except ValidationError as error:
            raise invalid(error.messages) from error
        scope = {} if command.public else self.scope_of(caller, {**body, **path}, made or {})
        client = caller.id or "public"
        order = {"key": command_key(client, self._service, key), "path": path, "body": arguments, "scope": scope}
        return {**order, "actor": None} if command.public else order  # nobody is noted, in a batch neither

    def place(self, body: dict[str, Any], path: dict[str, str], made: Made) -> dict[str, Any]:
        """Where a thing that this command makes will be: at the center that is named, or else where it is made."""
        named = {**body, **path}
        partner = named.get("partner_id")
        for kind, parameter in [("center", "center_id"), *self._scope[:1]]:
            id_ = named.get(parameter)
            state = (made.get((kind, id_)) or self._platform.find(kind, id_)) if id_ else None
            if state:
                place = place_of(kind, state)
                return {"area_id": place.area_id, "center_id": place.center_id, "partner_id": place.partner_id or partner}
        return {}

    def scope_of(self, caller: Caller, named: dict[str, Any], made: Made) -> dict[str, str | None]:
        """The areas of the things that the command names, each within a grant of the caller.

        The first is what the command is about: where it is null, that is the whole country.
        """
        grants = caller.grants_for(self._command.permission)
        if any(grant.national for grant in grants):
            return {}
        if not self._scope or any(named.get(parameter) is None for _, parameter in self._scope[:1]):
            raise Forbidden
        seen: dict[str, str | None] = {}
        for kind, parameter, id_ in self._named(named):
            state = made.get((kind, id_)) or self._platform.find(kind, id_)
            permission = self._command.permission
            self._platform.admit(caller, permission, kind=kind, id=id_, state=state, field=parameter)
            seen[f"{kind}:{id_}"] = state.get("area_id") if state else None
        return seen

    def _named(self, named: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Kind, parameter and id of everything in scope that the command names, by itself or in a list."""
        for kind, parameter in self._scope:
            told = named.get(parameter)
            for id_ in told if isinstance(told, list) else [told]:
                if id_ is not None:
                    yield kind, parameter, id_

    def actor(self, caller: Caller) -> dict[str, Any] | None:
        """Who is noted in the journal; of the public nobody is."""
        return None if self._command.public else actor_of(caller)

    def dump(self, resp: falcon.Response, status: int, reply: dict[str, Any]) -> None:
        """Answer with the new state, and make sure that its writer reads it."""
        resp.status = status
        if self._command.reads:
            resp.data = orjson.dumps(reply["told"])
            resp.set_header("Cache-Control", "no-store")
            return
        if reply["state"]:  # a sensitive case has none; where it is and how often it has changed is not told either
            self._platform.fresh.keep(reply["kind"], reply["id"], reply["version"], reply["state"])
            resp.set_header("ETag", f'"{reply["version"]}"')
            if self._command.creates:
                resp.set_header("Location", f"{path_of(kinds()[reply['kind']][1])}/{reply['id']}")
        resp.data = orjson.dumps(answer_of(reply))


def actor_of(caller: Caller) -> dict[str, Any]:
    """Who asks, as the journal notes it."""
    return {"id": caller.id, "roles": sorted({grant.role for grant in caller.grants})}


def answer_of(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply as the caller sees it: the state, and what only the caller is told."""
    return {**reply["state"], "told": reply["told"]} if reply["told"] else reply["state"]


def client_id(told: Any) -> str | None:
    """An id that an offline client made: a UUIDv7 or nothing."""
    return told if isinstance(told, str) and UUID7.match(told) else None
