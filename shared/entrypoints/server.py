"""The HTTP side of a service: nameko's web server, and what every entrypoint over it has in common.

``/readyz`` tells whether the process can work.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import orjson
import pymongo
from eventlet import sleep, spawn, wsgi
from eventlet.event import Event as Answer
from eventlet.greenio import shutdown_safe
from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import WebServer
from pymongo.errors import PyMongoError

from shared.errors import NotFound, Overloaded, Refusal, Unavailable, problem
from shared.logs import log

QUEUE = 64  # requests that may wait for a worker; what comes on top is refused
DRAIN_STEP = 0.02  # seconds between two looks whether all connections are closed
T = TypeVar("T")
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
            status, body = provider.answer(environ) if provider else refused_with(NotFound(kind="path", id=""))
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
        return answer_of(self.method_name, partial(self._work, environ))

    def _work(self, environ: Environ) -> tuple[int, bytes]:
        self.admit()
        args = self.arguments(environ)
        done = Answer()
        self.container.spawn_worker(self, args, {}, context_data={}, handle_result=partial(_hand_over, done))
        return done.wait()  # type: ignore[no-any-return]

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
                return refused_with(Unavailable(what="The database"))
            return 200, b'{"ready":true}'

        return cls.decorator("GET", "/readyz")(probe)  # type: ignore[no-any-return]


def at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of it at the same time, and return what came of each."""
    others = [spawn(one) for one in work[1:]]
    return [work[0](), *(one.wait() for one in others)]


def answer_of(name: str, do: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    """Status and JSON body of what is done under this name, whatever becomes of it."""
    try:
        return do()
    except Refusal as refused:
        return refused_with(refused)
    except Exception as error:  # noqa: BLE001
        log(__name__, "command failed", 40, command=name, error=repr(error)[:2000])
        return refused_with(Failed())


def refused_with(refused: Refusal) -> tuple[int, bytes]:
    """Status and problem details of a refusal."""
    return refused.status, orjson.dumps(problem(refused))


def _hand_over(done: Any, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    if exc_info:
        done.send_exception(*exc_info)
    else:
        done.send(result)
    return result, exc_info
