"""Webhooks: how many an endpoint gets beside a bare loop of the same HTTP client, and how soon when others are hostile.

The lines, their waiting events and their log of attempts are the platform's; the log that they read is the tests' own, in the
platform's database, so that nothing is measured but the sending.
"""

import http.client
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import quantiles
from typing import Any

import orjson

from tests.benchmarks.receiving import Receiver
from tests.benchmarks.rows import Row, at_most, beside
from tests.benchmarks.stage import Spoiled, Stage
from tests.integration.delivering import Delivery
from tests.integration.endpoints import hostile

BODY = {
    "specversion": "1.0",
    "type": "toono.registry.center.revised",
    "data": {"state": {"name": "Арал оқу орталығы" * 8}, "change": {}},
}
UNLIMITED = 1e9  # attempts a second
ENDPOINTS, PACE, SECONDS = 50, 200, 10  # subscriptions, deliveries a second over all of them, and for how long
EXPECTED, CHUNK = 20_000, 2000  # deliveries a second that are prepared for; events written at a time
STEP, PATIENCE = 0.02, 60  # seconds


@contextmanager
def delivering(stage: Stage, urls: list[str], *, receives: bool = True) -> Iterator[Delivery]:
    """Lines to these endpoints, at the end of an empty log."""
    name = f"bench{uuid.uuid4().hex[:8]}"
    delivery = Delivery(stage.platform.mongo[name], rate=UNLIMITED)
    for url in urls:
        delivery.subscribe(url, receives=receives)
    lines = delivery.lines()
    thread = threading.Thread(target=lines.run)
    thread.start()
    until(lambda: delivery.database["webhook_lines"].estimated_document_count() == len(urls))
    try:
        yield delivery
    finally:
        lines.stop()
        thread.join()
        stage.platform.mongo.drop_database(name)


def measure(stage: Stage) -> list[Row]:
    """The rates by turns, then the delays."""
    receiver = Receiver()
    try:
        rates = stage.by_turns({"ours": partial(ours, stage, receiver), "bare": partial(bare, stage, receiver)})
        alone, beside_hostile = delays(stage, receiver, spoilt=False), delays(stage, receiver, spoilt=True)
    finally:
        receiver.close()
    means = f"{alone[0] * 1000:.0f} ms on average alone, {beside_hostile[0] * 1000:.0f} beside it"
    note = f"{ENDPOINTS} lines, {PACE} deliveries/s; {means}"
    return [
        beside("webhooks / bare loop of the client", rates["ours"], rates["bare"], least=0.5),
        at_most("healthy webhooks beside a hostile one", [beside_hostile[0] / alone[0]], "×", most=2, note=note),
        at_most("log to webhook, p99", [alone[1]], "s", most=1, note=note),
    ]


def ours(stage: Stage, receiver: Receiver) -> float:
    """Deliveries a second out of a log that is full already.

    Raises:
        Spoiled: it came to its end meanwhile.
    """
    with delivering(stage, [receiver.url], receives=False) as delivery:
        (subscription,) = delivery.subscriptions.values()
        wanted = int(EXPECTED * stage.seconds)
        for _ in range(0, wanted, CHUNK):
            delivery.log.append(["center-1"] * CHUNK, **BODY)
        receiver.since()
        delivery.change(subscription, receives=True)
        until(lambda: receiver.since()["arrived"])
        began, counted = time.monotonic(), 0
        while (spent := time.monotonic() - began) < stage.seconds / 2:
            time.sleep(STEP)
            counted += receiver.since()["arrived"]
        if counted >= wanted:
            raise Spoiled("the log was too short for this machine")
        return counted / spent


def bare(stage: Stage, receiver: Receiver) -> float:
    """POSTs a second of the same body, one after the other over one connection, unsigned and unnoted."""
    body, began, count = orjson.dumps({"_id": 1, "id": str(uuid.uuid4()), "subject": "center-1", **BODY}), time.monotonic(), 0
    connection = http.client.HTTPConnection("localhost", receiver.port)
    while time.monotonic() - began < stage.seconds:
        connection.request("POST", "/events", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
        count += 1
    connection.close()
    receiver.since()
    return count / (time.monotonic() - began)


def delays(stage: Stage, receiver: Receiver, *, spoilt: bool) -> tuple[float, float]:
    """Mean and p99 of the seconds from the log to the healthy endpoints; `spoilt` if one of all takes connections and hangs."""
    over = threading.Event()
    with hostile(lambda _connection: over.wait(PATIENCE)) as bad:
        urls = [receiver.url] * (ENDPOINTS - spoilt) + [bad] * spoilt
        with delivering(stage, urls) as delivery:
            receiver.since()
            began, events = time.monotonic(), PACE * SECONDS // ENDPOINTS
            for number in range(events):
                over.wait(max(began + number * ENDPOINTS / PACE - time.monotonic(), 0))
                delivery.log.append(["center-1"], sent=time.time(), **BODY)
            told = collected(receiver, events * (ENDPOINTS - spoilt))
            over.set()
    return sum(told) / len(told), quantiles(told, n=100)[98]


def collected(receiver: Receiver, wanted: int) -> list[float]:
    """The delays of so many events, once they have arrived."""
    told: list[float] = []

    def enough() -> bool:
        told.extend(receiver.since()["delays"])
        return len(told) >= wanted

    until(enough)
    return told


def until(condition: Any) -> None:
    """Wait for a condition.

    Raises:
        Spoiled: that takes too long.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise Spoiled("the webhooks do not arrive")
        time.sleep(STEP)
