"""Admission: what cannot be answered in time is refused at once, before anything is done for it.

Reads and commands have places of their own, so that commands which wait for a slow service leave the reads theirs. There are
fewer places than threads: one is always left to refuse with, and to tell how the process does.
"""

from collections.abc import Callable, Iterable
from functools import cache
from threading import Semaphore
from typing import Any

import orjson

from gateway.metrics import BUSY, LIMIT, SHED
from gateway.problems import LATER, MEDIA
from gateway.texts import language_of, localized
from shared.errors import Overloaded, problem

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
PLACES = {"reads": 16, "commands": 24}  # of each process
SMALL = 64 * 1024  # bytes of a body that are read for nothing; a larger one costs its connection
ALWAYS = {"/livez", "/readyz"}


class Admission:
    """A WSGI application before another one, which lets so many requests through at a time."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._places = {kind: Semaphore(count) for kind, count in PLACES.items()}
        LIMIT.set(sum(PLACES.values()))

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Let the application answer, or refuse."""
        if environ["PATH_INFO"] in ALWAYS:
            return self._application(environ, start_response)
        kind = "reads" if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else "commands"
        if not self._places[kind].acquire(blocking=False):
            SHED.labels(kind).inc()
            return _refuse(environ, start_response)
        BUSY.inc()
        try:
            return self._application(environ, start_response)
        finally:
            BUSY.dec()
            self._places[kind].release()


def _swallowed(environ: Environ) -> bool:
    """Read the body before the answer is sent: gunicorn would take the connection's next request for a part of it."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if environ.get("HTTP_TRANSFER_ENCODING") or not length.isdecimal() or int(length) > SMALL:
        return False
    environ["wsgi.input"].read(int(length))
    return True


@cache
def _overloaded(language: str) -> bytes:
    """Problem details, made once: whoever has too much to do should not make them."""
    return orjson.dumps(localized(problem(Overloaded()), language))


def _refuse(environ: Environ, start_response: Any) -> Iterable[bytes]:
    body = _overloaded(language_of(environ.get("HTTP_ACCEPT_LANGUAGE")))
    headers = [("Content-Type", MEDIA), ("Content-Length", str(len(body))), ("Retry-After", LATER)]
    if not _swallowed(environ):
        headers.append(("Connection", "close"))
    start_response("503 Service Unavailable", headers)
    return [body]
