"""`command`: a use case as an entrypoint over nameko's HTTP server.

The gateway posts to ``/commands/<name>`` with a token that it signed for exactly this body; the answer is the reply or
problem details. Token, validation, idempotency, metrics and the log line happen here, once, for every use case.

``/batches`` takes up to a thousand of them and commits in groups. ``/livez`` and ``/readyz`` tell how the process does.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pymongo
from eventlet import sleep, wsgi
from eventlet.event import Event as Answer
from eventlet.greenio import shutdown_safe
from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import WebServer
from pymongo.errors import PyMongoError

from shared import metrics
from shared.config import Owner
from shared.contract import Contract
from shared.errors import NotFound, Overloaded, Refusal, Unavailable, problem
from shared.logs import log
from shared.store import Cause, Reply, Work
from shared.store.cause import fingerprint
from shared.tokens import HEADER, verify

LARGEST = 64 * 1024 * 1024  # bytes of a request
QUEUE = 64  # requests that may wait for a worker; what comes on top is refused
DRAIN_STEP = 0.02  # seconds between two looks whether all connections are closed
SIGNATURE = "HTTP_" + HEADER.upper().replace("-", "_")
Environ = dict[str, Any]
Use = Callable[..., Any]


class Failed(Refusal):
    """Something broke that is not the caller's fault; the log line with this correlation tells what."""

    status = 500
    text = "The command failed."
    remedy = "Send it again with the same Idempotency-Key; if it fails again, tell the operator the correlation id."


class CommandServer(WebServer):  # type: ignore[misc]
    """nameko's web server with a look-up by path in the place of werkzeug's routing, and without a log line each.

    When the process is told to stop, it first answers what is in hand; see `drain`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[list[Any]] = []  # address, socket and state of each connection
        self._drained: Answer | None = None

    def process_request(self, sock: Any, address: Any) -> None:
        """Serve one connection to its end."""
        connection = [address, sock, wsgi.STATE_IDLE]
        self._open.append(connection)
        try:
            self._serv.process_request(connection)
        finally:
            self._open.remove(connection)

    def drain(self) -> None:
        """Take no more connections, close those that are idle, and wait until the others have had their answers.

        Called as every entrypoint stops, which they do at the same time: the first one does it, all wait for it.
        """
        if self._drained is not None:
            self._drained.wait()
            return
        self._drained = Answer()
        self._is_accepting = False
        self._gt.kill()
        self._sock.close()
        self._serv.keepalive = False  # answers say "Connection: close" from now on
        for _, sock, state in self._open:
            if state == wsgi.STATE_IDLE:
                shutdown_safe(sock)
        while self._open:
            sleep(DRAIN_STEP)
        self._drained.send()

    def stop(self) -> None:
        """Drained when the entrypoints stopped; what is left is to wait for them."""
        super(WebServer, self).stop()

    def get_wsgi_app(self) -> Callable[[Environ, Any], Iterable[bytes]]:
        """The WSGI application: one entrypoint for each path."""
        routes = {provider.url: provider for provider in self._providers}

        def app(environ: Environ, start_response: Any) -> Iterable[bytes]:
            provider = routes.get(environ["PATH_INFO"])
            status, body = provider.answer(environ) if provider else _refused(NotFound(kind="path", id=""))
            start_response(f"{status} .", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]

        return app

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, protocol: Any = wsgi.HttpProtocol, debug: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Eventlet's server, quiet, with connections that are kept."""
        return wsgi.Server(sock, sock.getsockname(), wsgi_app, protocol=protocol, debug=False, log_output=False, keepalive=True)


class Entrypoint(HttpRequestHandler):  # type: ignore[misc]
    """Runs the method in a worker of nameko's and waits for what it returns."""

    server = CommandServer()

    def stop(self) -> None:
        """Leave the server, once it is drained."""
        self.server.drain()
        super().stop()

    def answer(self, environ: Environ) -> tuple[int, bytes]:
        """Status and JSON body of a request."""
        try:
            self.admit()
            args = self.arguments(environ)
            done = Answer()
            self.container.spawn_worker(self, args, {}, context_data={}, handle_result=partial(_hand_over, done))
            return done.wait()  # type: ignore[no-any-return]
        except Refusal as refused:
            return _refused(refused)
        except Exception as error:  # noqa: BLE001
            log(__name__, "command failed", 40, command=self.method_name, error=repr(error)[:2000])
            return _refused(Failed())

    def admit(self) -> None:
        """Refuse early what would wait too long for a worker.

        Raises:
            Overloaded: too many wait already.
        """
        if self.container._worker_pool.waiting() > QUEUE:  # noqa: SLF001  nameko has no public way to ask
            raise Overloaded

    def arguments(self, environ: Environ) -> tuple[Any, ...]:
        """What the method is called with; every kind of request says it for itself, and there is no other."""
        raise NotImplementedError


class CommandEntrypoint(Entrypoint):
    """One command of the service's contract; its name is the method's."""

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


class Probe(Entrypoint):
    """Tells whether the process can work: the database answers."""

    def admit(self) -> None:
        """Always: health is told under load too."""

    def setup(self) -> None:
        """Listen at /readyz."""
        self.url = "/readyz"
        super().setup()

    def arguments(self, environ: Environ) -> tuple[Any, ...]:  # noqa: ARG002
        """Nothing."""
        return ()

    @classmethod
    def offered(cls) -> Use:
        """The method that a service offers to the supervisor."""

        def probe(self: Any) -> tuple[int, bytes]:
            try:
                with pymongo.timeout(1):
                    self.store.client.admin.command("ping")
            except PyMongoError:
                return _refused(Unavailable(what="The database"))
            return 200, b'{"ready":true}'

        return cls.decorator("GET", "/readyz")(probe)  # type: ignore[no-any-return]


def command(use: Use) -> Use:
    """Offer a use case, ``use(work, **arguments)``, as a command of the service."""

    def carry_out(self: Any, cause: Cause, arguments: dict[str, Any]) -> tuple[int, bytes]:
        started = time.perf_counter()
        declared = type(self).contract.by_name[cause.name]
        try:
            reply = self.store.carry_out(cause, lambda work: use(work, **arguments), reads=declared.reads)
            status, body, outcome = 201 if declared.creates else 200, orjson.dumps(told(reply)), "ok"
        except Refusal as refused:
            (status, body), outcome = _refused(refused), refused.slug()
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


def _refused(refused: Refusal) -> tuple[int, bytes]:
    return refused.status, orjson.dumps(problem(refused))


def _hand_over(done: Any, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    if exc_info:
        done.send_exception(*exc_info)
    else:
        done.send(result)
    return result, exc_info
