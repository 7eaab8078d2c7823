"""What is let through to the application, and what is refused before it."""

import threading
from typing import Any

import orjson
import pytest
from falcon import testing

from gateway import admission, gunicorn
from gateway.admission import Admission


class Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.entered = threading.Semaphore(0)

    def __call__(self, _environ, start_response):
        self.entered.release()
        assert self.go.wait(10)
        start_response("200 OK", [])
        return [b"done"]


def ask(
    application: Any, method: str = "POST", path: str = "/v1/needs", body: bytes = b"", language: str = "en"
) -> tuple[str, dict[str, str], bytes]:
    """Ask; status line, headers and body of the answer, once the whole request is read or the connection given up."""
    seen: list[Any] = []
    environ = testing.create_environ(path, method=method, headers={"Accept-Language": language}, body=body)
    told = b"".join(application(environ, lambda line, told: seen.extend((line, dict(told)))))
    assert seen[1].get("Connection") == "close" or environ["wsgi.input"].read() == b""
    return seen[0], seen[1], told


@pytest.fixture
def full():
    """An application with every place for commands taken."""
    slow = Slow()
    admitting = Admission(slow)
    threads = [threading.Thread(target=ask, args=(admitting,)) for _ in range(admission.PLACES["commands"])]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert slow.entered.acquire(timeout=10)
    yield admitting, slow
    slow.go.set()
    for thread in threads:
        thread.join(10)


def test_there_is_always_a_thread_to_refuse_with():
    assert gunicorn.threads > sum(admission.PLACES.values())


def test_what_finds_no_place_is_refused_at_once_and_told_when_to_come_again(full):
    status, headers, body = ask(full[0], language="ru")
    assert status.startswith("503")
    assert headers["Retry-After"] == "1"
    assert headers["Content-Type"] == "application/problem+json"
    assert orjson.loads(body)["type"] == "/problems/overloaded"
    assert orjson.loads(body)["title"] == "Перегрузка"


@pytest.mark.parametrize(("length", "kept"), [(0, True), (admission.SMALL, True), (admission.SMALL + 1, False)])
def test_a_refusal_leaves_nothing_unread_that_the_connections_next_request_would_trip_over(full, length, kept):
    _, headers, _ = ask(full[0], body=b"x" * length)
    assert ("Connection" not in headers) == kept


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/centers"), ("GET", "/livez"), ("GET", "/readyz")])
def test_reads_and_probes_do_not_wait_for_commands(full, method, path):
    admitting, slow = full
    slow.go.set()
    assert ask(admitting, method, path)[0] == "200 OK"


def test_a_place_is_free_again_when_its_request_is_answered():
    slow = Slow()
    slow.go.set()
    admitting = Admission(slow)
    answers = {ask(admitting)[0] for _ in range(admission.PLACES["commands"] + 1)}
    assert answers == {"200 OK"}


def test_a_place_is_free_again_when_the_application_has_failed():
    def broken(_environ, _start_response):
        raise RuntimeError

    admitting = Admission(broken)
    for _ in range(admission.PLACES["commands"] + 1):
        with pytest.raises(RuntimeError):
            ask(admitting)
