"""Many commands at once, from a client that was offline: each with its own id and its own result."""

from itertools import groupby
from typing import Any

import falcon
import orjson

from gateway.access import Caller
from gateway.catalog import commands
from gateway.platform import Platform
from gateway.resources.bodies import KEY, body_of
from gateway.resources.commands import Order, actor_of, answer_of, client_id
from shared.errors import Invalid, Refusal, problem

Document = dict[str, Any]
MOST = 1000
MOVED = "/problems/other-area"


class BatchInvalid(Invalid):
    """The batch as a whole cannot be read."""

    text = "A batch is an object with a list `commands` of 1 to {most} objects."
    remedy = "Split larger batches; read the description of this operation."


class ItemInvalid(Invalid):
    """One command of a batch cannot be read."""

    text = "{why}"
    remedy = "Give id (1 to 200 visible ASCII characters), command, and where needed path, body and new_id (a UUIDv7)."


class Batches:
    """POST /v1/batches."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._orders = {
            name: (service, Order(platform, service, one)) for name, (service, one) in commands().items() if one.batch
        }

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Carry out the commands in their order; one that is refused does not hold the others."""
        caller = self._platform.caller(req.get_header("Authorization"))
        if not caller.grants:
            self._platform.caller("Bearer")
        items = body_of(req).get("commands")
        if not isinstance(items, list) or not 1 <= len(items) <= MOST:
            raise BatchInvalid("commands", most=MOST)
        results: list[Document] = [{} for _ in items]
        made: dict[tuple[str, str], Document] = {}
        ready = [
            (place, *found) for place, item in enumerate(items) if (found := self._prepare(caller, item, results, place, made))
        ]
        for service, run in groupby(ready, key=lambda one: one[1]):
            self._give(caller, service, list(run), items, results)
        resp.data = orjson.dumps({"results": results})

    def _prepare(
        self, caller: Caller, item: Any, results: list[Document], place: int, made: dict[tuple[str, str], Document]
    ) -> tuple[str, Document] | None:
        id_ = item.get("id") if isinstance(item, dict) else None
        try:
            service, name, order = self._read(caller, item, made)
        except Refusal as refused:
            results[place] = {"id": id_ if isinstance(id_, str) else None, "status": refused.status, "problem": problem(refused)}
            return None
        results[place] = {"id": id_}
        return service, {**order, "command": name}

    def _read(self, caller: Caller, item: Any, made: dict[tuple[str, str], Document]) -> tuple[str, str, Document]:
        if not isinstance(item, dict) or set(item) - {"id", "command", "path", "body", "new_id"}:
            raise ItemInvalid(why="A command of a batch has id, command, path, body and new_id, and nothing else.")
        id_, name, path, body = item.get("id"), item.get("command"), item.get("path", {}), item.get("body", {})
        if not isinstance(id_, str) or not KEY.match(id_):
            raise ItemInvalid("id", why="The id is missing or unreadable.")
        if not isinstance(name, str) or name not in self._orders:
            raise ItemInvalid("command", why="There is no such command.")
        if not isinstance(path, dict) or not all(isinstance(value, str) for value in path.values()):
            raise ItemInvalid("path", why="The path is not an object of texts.")
        service, order = self._orders[name]
        if set(path) != order.parameters:
            raise ItemInvalid("path", why=f"The path needs {sorted(order.parameters)} and nothing else.")
        prepared = order.prepare(caller, id_, path, body, made)
        if "new_id" in item:
            prepared["new_id"] = client_id(item["new_id"])
            if prepared["new_id"] is None:
                raise ItemInvalid("new_id", why="The new_id is not a UUIDv7 in lower case.")
            if self._platform.find(order.kind, prepared["new_id"]) is None:  # it may have been sent before
                made[order.kind, prepared["new_id"]] = order.place(body, path, made)
        return service, name, prepared

    def _give(
        self, caller: Caller, service: str, run: list[tuple[int, str, Document]], items: list[Any], results: list[Document]
    ) -> None:
        try:
            replies = self._platform.services.batch(service, [order for _, _, order in run], actor_of(caller))
        except Refusal as refused:
            replies = [problem(refused) for _ in run]
        self._keep(replies)
        for (place, _, _), reply in zip(run, replies, strict=True):
            if reply.get("type") == MOVED:
                reply = self._again(caller, items[place])  # noqa: PLW2901
            done = reply["status"] < 400  # noqa: PLR2004
            results[place] |= {"status": reply["status"]} | ({"body": answer_of(reply)} if done else {"problem": reply})

    def _again(self, caller: Caller, item: Document) -> Document:
        """Give one command by itself: an earlier one of the batch has moved what it is about to another area."""
        try:
            service, name, order = self._read(caller, item, {})
            status, body = self._platform.services.command(service, name, {"actor": actor_of(caller), **order})
        except Refusal as refused:
            return problem(refused)
        reply = {"status": status, **orjson.loads(body)}
        self._keep([reply])
        return reply

    def _keep(self, replies: list[Document]) -> None:
        done = [one for one in replies if one["status"] < 400 and one["state"]]  # noqa: PLR2004
        self._platform.fresh.keep_all([(one["kind"], one["id"], one["version"], one["state"]) for one in done])
