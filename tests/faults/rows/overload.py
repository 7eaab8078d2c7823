"""The gateway is asked for five times what it can do."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import orjson

from deploy.local.layout import ROOT
from tests.client import wait_until
from tests.faults.history import NOT_NOW, Order, percentile
from tests.faults.load import LIVES
from tests.faults.row import Figure, Row, Trial

TIMES = 5
AT_ONCE = 16  # requests under way while the peak is looked for
SHORT, LONG = 3, 60  # seconds of the peak, and of the storm
MOST = 600  # requests a second that a peak is prepared for
IN_TIME = 5  # seconds; whoever waits longer has been kept waiting, whatever the answer is
SAMPLE = 40  # of the refused ones, which are given again at the end
CALM = 20  # commands in a row that are accepted when all is as before
GROWTH = 1.5


def inject(trial: Trial) -> Iterator[Figure]:
    """Find the peak, offer five times as much, and look how long it takes to recover."""
    seconds = LONG if trial.long else SHORT
    memory = trial.platform.rows()["gateway"]["memory"]
    trial.load.allowed.clear()
    trial.load.rest()
    peak = _good(_storm(trial, MOST * seconds, at_once=AT_ONCE, seconds=seconds), seconds)
    storm = _storm(trial, int(TIMES * peak * seconds), rate=TIMES * peak)
    over, grown = time.monotonic(), trial.platform.rows()["gateway"]["memory"] / memory
    trial.load.allowed.set()
    wait_until(lambda: _calm(trial, over), trial.patience)
    calm = time.monotonic() - over
    excess = [order for order in storm if _refused(order) or order.seconds > IN_TIME]
    trial.injected += len(excess)
    yield Figure(name="goodput to peak", value=_good(storm, seconds) / peak, limit=0.6 / trial.leeway, lowest=True)
    yield Figure(name="p99 of excess refused", value=percentile(excess, trial.nearly_all), limit=trial.promised(0.1), unit=" s")
    yield Figure(name="memory to before", value=grown, limit=GROWTH)
    yield Figure(name="normal again in", value=calm, limit=trial.promised(30), unit=" s")


def _storm(trial: Trial, count: int, **how: float) -> list[Order]:
    """So many new things of all services, asked for in a process of its own; those that were sent."""
    makes = [(kind, life[0]) for kind, life in LIVES.items()]
    orders = [trial.load.order(*trial.chance.choice(makes)) for _ in range(count)]
    address = urlsplit(trial.platform.api.url)
    told = {"address": [address.hostname, address.port], "requests": [_request(order) for order in orders], **how}
    command = [sys.executable, "-m", "tests.faults.storm"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(told), capture_output=True, text=True, check=True)  # noqa: S603
    sent = orders[: len(became := json.loads(done.stdout))]
    for order, (began, seconds, status, body) in zip(sent, became, strict=True):
        order.began, order.seconds = began, seconds
        order.told += [(status, orjson.loads(body))] if status else []
    _note(trial, sent)
    return sent


def _request(order: Order) -> str:
    """It as it is sent."""
    body = orjson.dumps(order.body).decode()
    named = [f"{order.method} {order.path} HTTP/1.1", f"Host: {urlsplit(order.caller.url).netloc}"]
    named += [f"Authorization: Bearer {order.caller.token}"] if order.caller.token else []
    named += ["Content-Type: application/json", f"Idempotency-Key: {order.key}", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join((*named, "", body))


def _note(trial: Trial, orders: list[Order]) -> None:
    """Keep what is to be judged: what was accepted, what nobody has answered, and some of what was refused."""
    refused = [order for order in orders if _refused(order)]
    for order in [order for order in orders if not _refused(order)] + refused[:SAMPLE]:
        trial.load.history.note(order)


def _refused(order: Order) -> bool:
    return bool(order.told) and order.told[0][0] in NOT_NOW


def _good(orders: list[Order], seconds: float) -> float:
    """How many a second were accepted while they were sent."""
    until = orders[0].began + seconds
    return sum(bool(order.accepted) and order.began + order.seconds <= until for order in orders) / seconds


def _calm(trial: Trial, since: float) -> bool:
    """Whether the last ones to be answered since then were accepted in time."""
    last = trial.load.history.since(since)[-CALM:]
    return len(last) == CALM and all(order.accepted and order.seconds < IN_TIME for order in last)


ROW = Row(name="overload", fault="gateway at 5x its capacity", inject=inject, bug="unbounded_queue")
