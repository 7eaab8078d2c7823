"""What is measured of deliveries. `subscriber` is a subscription's id: no partner, person, endpoint or event is named."""

from collections import Counter as Counted
from collections.abc import Iterable, Mapping

from prometheus_client import Counter, Gauge, Histogram

DURATION = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)  # seconds, up to the limit of an attempt
TAKEN = "ok"

DELIVERIES = Counter("toono_deliveries_total", "Attempts: `ok`, or the word for what went wrong.", ["subscriber", "outcome"])
DURATIONS = Histogram("toono_delivery_duration_seconds", "One attempt at a webhook's endpoint.", buckets=DURATION)
OLDEST = Gauge("toono_delivery_oldest_pending_age_seconds", "How long the oldest event that waits is there.", ["subscriber"])
STATE = Gauge("toono_subscription_state", "1 for the state that a subscription is in.", ["subscriber", "state"])


def tried(subscriber: str, attempts: Iterable[tuple[str | None, float]]) -> None:
    """Note attempts at an endpoint: of each the word for what went wrong, if anything did, and its seconds."""
    outcomes: Counted[str] = Counted()
    for outcome, seconds in attempts:
        outcomes[outcome or TAKEN] += 1
        DURATIONS.observe(seconds)
    for outcome, count in outcomes.items():
        DELIVERIES.labels(subscriber, outcome).inc(count)


def put(subscriber: str, *, taken: int, refused: bool) -> None:
    """Note what a queue took, and whether it was full."""
    if taken:
        DELIVERIES.labels(subscriber, TAKEN).inc(taken)
    if refused:
        DELIVERIES.labels(subscriber, "full").inc()


def stand(states: Mapping[str, str], *, oldest: Mapping[str, float]) -> None:
    """Say in which state each subscription is, and how long something has waited for each that is sent anything."""
    _only(STATE, states.items())
    for subscriber, state in states.items():
        STATE.labels(subscriber, state).set(1)
    _only(OLDEST, ((one,) for one in oldest))
    for subscriber, age in oldest.items():
        OLDEST.labels(subscriber).set(age)


def _only(gauge: Gauge, wanted: Iterable[tuple[str, ...]]) -> None:
    """Forget of a gauge all other labels."""
    kept, told = set(wanted), gauge.collect()
    for sample in (sample for family in told for sample in family.samples):
        labels = tuple(sample.labels.values())
        if labels not in kept:
            gauge.remove(*labels)
