"""Few commands wait for a fact that is under way; what names nothing holds up nobody else."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from types import SimpleNamespace

import pytest

from gateway import services
from gateway.services import WAITING, Services
from shared.errors import Overloaded

EARLY = (409, b'{"type":"/problems/not-yet-known"}')
DONE = (201, b"{}")


class Owner:
    """A service that knows nothing before it is told."""

    def __init__(self) -> None:
        self.told = threading.Event()

    def post(self, *_order: object) -> tuple[int, bytes]:
        """Answer a command."""
        return DONE if self.told.is_set() else EARLY


@pytest.fixture
def owner():
    return Owner()


@pytest.fixture
def gateway(owner, monkeypatch):
    clock = SimpleNamespace(sleep=lambda _seconds: owner.told.wait(30), monotonic=time.monotonic)
    monkeypatch.setattr(services, "time", clock)
    monkeypatch.setattr(services, "AT_ONCE", 2 * (WAITING + 20))
    monkeypatch.setattr(services.Line, "post", owner.post)
    return Services({"registry": "http://127.0.0.1:1"}, "key")


def test_only_so_many_wait_and_the_others_are_told_to_come_again(gateway, owner):
    with ThreadPoolExecutor(WAITING + 20) as pool:
        asked = [pool.submit(gateway.command, "registry", "revise_center", {}) for _ in range(WAITING + 20)]
        first = [one.result() for one in islice(as_completed(asked, timeout=10), 20)]
        assert first == [EARLY] * 20
        owner.told.set()
        assert sorted(one.result()[0] for one in asked) == [201] * WAITING + [409] * 20


def test_a_service_is_asked_so_much_at_a_time_and_no_more(gateway):
    with contextlib.ExitStack() as taken:
        for _ in range(services.AT_ONCE):
            taken.enter_context(gateway._lines["registry"].place())
        with pytest.raises(Overloaded):
            gateway.command("registry", "revise_center", {})
    assert gateway._lines["registry"]._places.acquire(blocking=False)


def test_who_has_waited_makes_room(gateway, owner, monkeypatch):
    monkeypatch.setattr(services, "PATIENCE", -1)
    for _ in range(WAITING + 1):
        assert gateway.command("registry", "revise_center", {}) == EARLY
    monkeypatch.setattr(services, "PATIENCE", 30)
    threading.Timer(0.05, owner.told.set).start()
    assert gateway.command("registry", "revise_center", {}) == DONE
