"""From commit to a webhook: centers are proposed at a constant rate, and a partner's endpoint is told of each.

A delay counts from the moment that the event says it happened at, which the command's worker takes before its transaction begins,
so that it is never too short.
"""

from statistics import median, quantiles

from tests.benchmarks.backlog import Backlog
from tests.benchmarks.lag import Steady
from tests.benchmarks.partners import Partner
from tests.benchmarks.receiving import Receiver
from tests.benchmarks.rows import Row, at_most
from tests.benchmarks.stage import Spoiled, Stage
from tests.benchmarks.webhooks import collected, until

RATE, SAMPLES = 200, 2_000  # events a second, and in a round
TYPE = "toono.registry.center.proposed"


def measure(stage: Stage) -> list[Row]:
    """The 99th percentile in every round."""
    partner, receiver = Partner.agree(stage.platform, TYPE), Receiver()
    try:
        partner.subscribe("webhook", endpoint=receiver.url)
        until(lambda: partner.proved() == 1)
        measured = [_delay(stage, receiver) for _ in range(stage.rounds)]
    finally:
        receiver.close()
    note = f"{RATE} events/s, {SAMPLES} of them a round, all counted"
    return [at_most("p99 from commit to webhook", measured, "s", most=1, note=note)]


def _delay(stage: Stage, receiver: Receiver) -> float:
    steady = Steady(stage.platform, stage.areas[0], RATE)
    Backlog(stage.platform).settle()
    receiver.since()
    steady.run(SAMPLES)
    if steady.refused:
        raise Spoiled(f"{steady.refused} proposals refused")
    told = collected(receiver, SAMPLES)
    p99 = quantiles(told, n=100)[98]
    stage.say(f"  p50 {median(told) * 1000:.0f} ms · p99 {p99 * 1000:.0f} ms")
    return p99
