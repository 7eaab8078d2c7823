"""One of many webhooks' endpoints is dead, slow or hostile, and the delivery process is killed."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from statistics import mean

from tests.client import wait_until
from tests.faults.endpoint import SPOILT
from tests.faults.row import Figure, Row, Trial
from tests.faults.webhooks import Webhooks

ENDPOINTS = {False: 6, True: 50}  # in the short form and in the long one, as below
SAMPLES = {False: 2, True: 10}  # events while an endpoint is spoilt
DELIVERIES = {False: 240, True: 100_000}  # while the process is killed
KILLS = {False: 1, True: 10}
LEAST = 1.0  # seconds: the delay that is promised, below which all delays are the same
DRAINED = 240  # seconds


def inject(trial: Trial) -> Iterator[Figure]:
    """Spoil one endpoint in every way, then while much is delivered and the process is killed; the other load would be noise."""
    webhooks = Webhooks.open(trial.platform, trial.load.place, count=ENDPOINTS[trial.long])
    try:
        trial.load.allowed.clear()
        trial.load.rest()
        alone = _delay(trial, webhooks)
        delayed = max(_beside(trial, webhooks, behaviour) for behaviour in SPOILT)
        killed = _killed(trial, webhooks)
        missing, silent = _healed(trial, webhooks)
    finally:
        trial.load.allowed.set()
        webhooks.close()
    wanted = len(webhooks.needs) * ENDPOINTS[trial.long]
    yield Figure(name="healthy delayed", value=max(delayed, LEAST) / max(alone, LEAST), limit=trial.promised(2), unit="x")
    yield Figure(name="lost or silent", value=silent, limit=0)
    yield Figure(name="arrived", value=1 - missing / wanted, limit=0.95, lowest=True)
    yield Figure(name="kills of delivery", value=killed, limit=KILLS[trial.long], lowest=True)
    yield Figure(name="deliveries", value=wanted, limit=DELIVERIES[trial.long], lowest=True)


def _delay(trial: Trial, webhooks: Webhooks) -> float:
    """The mean of the seconds from an event to the healthy endpoints."""
    webhooks.look()
    webhooks.delays.clear()
    for _ in range(SAMPLES[trial.long]):
        webhooks.raise_needs(1)
        ids = webhooks.events()
        wait_until(partial(webhooks.healthy_have, ids), trial.patience)
    return mean(webhooks.delays)


def _beside(trial: Trial, webhooks: Webhooks, behaviour: str) -> float:
    """The same while one endpoint behaves so and has been met."""
    before = webhooks.bad.met[behaviour]
    with webhooks.bad.spoilt(behaviour):
        webhooks.raise_needs(1)
        wait_until(lambda: webhooks.bad.met[behaviour] > before, trial.patience)
        delay = _delay(trial, webhooks)
    trial.injected += webhooks.bad.met[behaviour] - before
    return delay


def _killed(trial: Trial, webhooks: Webhooks) -> int:
    """Let many events happen, and kill the process while it delivers them; how often it was."""
    killed, kills = 0, KILLS[trial.long]
    with webhooks.bad.spoilt(trial.chance.choice(SPOILT)):
        for _ in range(kills):
            webhooks.raise_needs(-(-DELIVERIES[trial.long] // ENDPOINTS[trial.long] // kills))
            wait_until(webhooks.look, trial.patience)
            before = trial.platform.pid("delivery")
            trial.platform.kill("delivery")
            wait_until(lambda: trial.platform.pid("delivery") not in {None, before}, trial.patience)  # noqa: B023  used at once
            killed += 1
    trial.injected += killed
    return killed


def _healed(trial: Trial, webhooks: Webhooks) -> tuple[int, int]:
    """Wait until everything has arrived; how much has not, and how much of that does not wait with a reason either."""
    ids = webhooks.events()
    patience = DRAINED if trial.long else trial.patience
    with suppress(AssertionError):  # the figures tell
        wait_until(lambda: not webhooks.missing(ids), patience)
    missing = webhooks.missing(ids)
    return len(missing), len(webhooks.silent(missing))


ROW = Row(name="webhook", fault="webhook's endpoint dead, slow, hostile; delivery killed", inject=inject, bug="one_pool")
