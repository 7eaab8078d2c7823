"""Delivery is replaced while partners' systems pull, and none of them is told anything but events."""

import threading
import time

import pytest

from tests.client import wait_until

pytestmark = [pytest.mark.platform, pytest.mark.slow]
pytest_plugins = ["tests.e2e.subscribing"]
LEASE = 10  # seconds after which a lease that was not given back runs out


class Pulling:
    """A system that pulls one page after the other, each for up to `wait` seconds."""

    def __init__(self, contact, path, *, wait):
        self.statuses, self.seen, self.cursor = [], set(), 0
        self._contact, self._path, self._wait = contact, path, wait
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join(40)

    def _run(self):
        while not self._stop.is_set():
            answer = self._contact.get(self._path, after=self.cursor, wait=self._wait)
            self.statuses.append(answer.status)
            if answer.status == 200:
                self.seen |= {one["subject"] for one in answer.body["items"]}
                self.cursor = answer.body["next"]


@pytest.fixture
def replaced(platform):
    """``replaced()``: delivery is another process."""

    def pid():
        return next(row["pid"] for row in platform.rows() if row["name"] == "delivery")

    def replace():
        before = pid()
        platform.control("replace", "delivery")
        assert pid() != before

    return replace


def test_a_replaced_delivery_fails_no_pull_and_hands_its_lease_on(town, subscribe, contact, replaced):
    path = f"/v1/subscriptions/{subscribe()}/events"
    with Pulling(contact, path, wait=0) as often, Pulling(contact, path, wait=6) as patient:
        wait_until(lambda: len(often.statuses) > 5)
        first = town.give("raise_need", by=town.manager)["id"]
        wait_until(lambda: {first} <= often.seen & patient.seen)
        replaced()
        began = time.monotonic()
        second = town.give("raise_need", by=town.manager)["id"]
        wait_until(lambda: {first, second} <= often.seen & patient.seen, 30)
        assert time.monotonic() - began < LEASE / 2, "its lease was waited out"
        wait_until(lambda: len(patient.statuses) > 2)
    assert set(often.statuses) | set(patient.statuses) == {200}
