"""`command`: a use case as an entrypoint over nameko's HTTP server.

The gateway posts to ``/commands`` what it was given at the same time, an order a line, with a token that it signed for exactly
this body; the answers, a line each, are replies or problem details. An order with a file goes to ``/commands/<name>``. Token,
validation, idempotency, metrics and the log line happen here, once, for every use case.

``/batches`` takes up to a thousand of them and commits in groups.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from shared import metrics
from shared.config import Owner
from shared.contract import Contract
from shared.entrypoints.server import Entrypoint, Environ, Use, answer_of, at_once, refused_with
from shared.errors import Refusal, problem
from shared.store import Cause, Reply, Work
from shared.store.cause import fingerprint
from shared.tokens import HEADER, verify

LARGEST = 64 * 1024 * 1024  # bytes of a request
SIGNATURE = "HTTP_" + HEADER.upper().replace("-", "_")


class CommandEntrypoint(Entrypoint):
    """One command of the service's contract by itself; its name is the method's."""

    def setup(self) -> None:
        """Find the command's schema, and listen at its path."""
        self.url = f"/commands/{self.method_name}"
        self.service = self.container.service_cls
        self.command = self.service.contract.by_name[self.method_name]
        super().setup()

    def arguments(self, environ: Environ) -> tuple[Any, ...]:
        """The cause and the arguments, which the gateway has validated by the service's own schema, and signed."""
        settings = _owner(self.container)
        body, until = _signed(environ, settings, self.service.name)
        told, _, file = body.partition(b"\n") if self.command.takes_file else (body, b"", b"")
        order = orjson.loads(told)
        arguments = {**order["body"], **order["path"]}
        if self.command.takes_file:
            arguments["file"] = file
        return cause_of(self.method_name, order, order["actor"], settings, now=clock(), until=until), arguments


class Together(Entrypoint):
    """Commands that were given at the same time, each carried out by itself: none waits for another to begin."""

    def setup(self) -> None:
        """Listen at /commands."""
        self.url = "/commands"
        self.service = self.container.service_cls
        super().setup()

    def arguments(self, environ: Environ) -> tuple[Any, ...]:
        """The orders as they came."""
        settings = _owner(self.container)
        body, until = _signed(environ, settings, self.service.name)
        return body.split(b"\n"), settings, until

    @classmethod
    def offered(cls) -> Use:
        """The method that a service offers for them."""

        def together(self: Any, orders: list[bytes], *signed: Any) -> tuple[int, bytes]:
            answers = at_once([partial(_answer, self, order, *signed) for order in orders])
            return 200, b"\n".join(b"%d %s" % answer for answer in answers)

        return cls.decorator("POST", "/commands")(together)  # type: ignore[no-any-return]


class Batch(Entrypoint):
    """Many commands in one request, with a result for each, in their order."""

    def setup(self) -> None:
        """Listen at /batches."""
        self.url = "/batches"
        self.service = self.container.service_cls
        super().setup()

    def arguments(self, environ: Environ) -> tuple[Any, ...]:
        """The orders as they came, and who gives them."""
        settings = _owner(self.container)
        body, until = _signed(environ, settings, self.service.name)
        told = orjson.loads(body)
        return told["orders"], told["actor"], settings, until

    @classmethod
    def offered(cls) -> Use:
        """The method that a service offers for batches."""

        def batch(self: Any, orders: list[dict[str, Any]], *signed: Any) -> tuple[int, bytes]:
            results = carry_out_batch(self, orders, *signed)
            return 200, orjson.dumps({"results": results})

        return cls.decorator("POST", "/batches")(batch)  # type: ignore[no-any-return]


def command(use: Use) -> Use:
    """Offer a use case, ``use(work, **arguments)``, as a command of the service."""

    def carry_out(self: Any, cause: Cause, arguments: dict[str, Any]) -> tuple[int, bytes]:
        started = time.perf_counter()
        declared = type(self).contract.by_name[cause.name]
        try:
            reply = self.store.carry_out(cause, lambda work: use(work, **arguments), reads=declared.reads)
            status, body, outcome = 201 if declared.creates else 200, orjson.dumps(told(reply)), "ok"
        except Refusal as refused:
            (status, body), outcome = refused_with(refused), refused.slug()
        metrics.COMMANDS.labels(self.name, cause.name, outcome).inc()
        metrics.COMMAND_DURATION.labels(self.name).observe(time.perf_counter() - started)
        return status, body

    carry_out.use = use  # type: ignore[attr-defined]
    return CommandEntrypoint.decorator("POST", "")(carry_out)  # type: ignore[no-any-return]


def carry_out_batch(
    service: Any, orders: list[dict[str, Any]], actor: dict[str, Any] | None, settings: Owner, until: float | None = None
) -> list[dict[str, Any]]:
    """The results of many commands of a service, in their order: a reply or problem details each."""
    now = clock()
    ready: list[tuple[Cause, Callable[[Work], Any]]] = []
    for order in orders:
        name = order["command"]
        do = partial(_use, getattr(service, name).use, {**order["body"], **order["path"]})
        ready.append((cause_of(name, order, order.get("actor", actor), settings, now=now, until=until), do))
    outcomes = service.store.carry_out_all(ready)
    return [_outcome(service.contract, service.name, cause.name, one) for (cause, _), one in zip(ready, outcomes, strict=True)]


def told(reply: Reply | None) -> dict[str, Any]:
    """A reply as it travels."""
    if reply is None:
        return {}
    return {
        "kind": reply.kind, "id": reply.id, "version": reply.version, "state": reply.state, "told": reply.told,
        "repeated": reply.repeated,
    }  # fmt: skip


def _answer(service: Any, line: bytes, settings: Owner, until: float) -> tuple[int, bytes]:
    """The answer to one order: the command's name, a space, and the order."""
    name, _, told = line.partition(b" ")

    def carry_out() -> tuple[int, bytes]:
        command, order = service.contract.by_name[name.decode()].name, orjson.loads(told)
        cause = cause_of(command, order, order["actor"], settings, now=clock(), until=until)
        return getattr(service, command)(cause, {**order["body"], **order["path"]})  # type: ignore[no-any-return]

    return answer_of(name.decode(), carry_out)


def _use(use: Use, arguments: dict[str, Any], work: Work) -> Any:
    return use(work, **arguments)


def _outcome(contract: Contract, service: str, name: str, outcome: Reply | Refusal) -> dict[str, Any]:
    slug = outcome.slug() if isinstance(outcome, Refusal) else "ok"
    metrics.COMMANDS.labels(service, name, slug).inc()
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"status": 201 if contract.by_name[name].creates else 200, **told(outcome)}


def cause_of(
    name: str, order: dict[str, Any], actor: dict[str, Any] | None, settings: Owner, *, now: datetime, until: float | None
) -> Cause:
    """Why a command is carried out, and until when it may be begun."""
    body = order["body"]
    return Cause(
        key=order["key"],
        name=name,
        now=now,
        today=today(now, settings.time_zone),
        fingerprint=fingerprint(settings.receipt_key, name, [body, order.get("path"), order.get("file")]),
        actor=actor,
        scope=order.get("scope") or {},
        correlation=order.get("correlation"),
        traceparent=order.get("traceparent"),
        match=order.get("match"),
        reason=(body.get("reason") or body.get("purpose")) if isinstance(body, dict) else None,
        new_id=order.get("new_id"),
        until=until,
    )


def today(now: datetime, zone: str) -> str:
    """The calendar date of a moment where the ministry is."""
    return now.astimezone(ZoneInfo(zone)).date().isoformat()


def clock() -> datetime:
    """Now, in whole milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _owner(container: Any) -> Any:
    return next(d for d in container.dependencies if d.attr_name == "store").settings


def _signed(environ: Environ, settings: Owner, service: str) -> tuple[bytes, float]:
    """The body of a request, and its deadline."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(min(length, LARGEST))
    return body, verify(settings.service_key.encode(), service, body, environ.get(SIGNATURE, ""))
