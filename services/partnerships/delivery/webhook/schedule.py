"""When something that failed is tried again: ten tries over three days and a little, each moved by chance."""

import random

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
WAITS = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)  # seconds after a failed try
JITTER = 0.1  # of a wait, to either side, so that what failed together does not come back together
OUTAGE = MINUTE  # of nothing but failure after which, once that is over, all that waits is due
HOPELESS = 5 * DAY  # seconds of nothing but failure after which an endpoint is disabled


def wait(tries: int, *, asked: float | None = None, chance: random.Random) -> float | None:
    """Return the seconds from the failed try number `tries` to the next, at least what the endpoint asked for; None: no more."""
    if tries > len(WAITS):
        return None
    return max(WAITS[tries - 1] * chance.uniform(1 - JITTER, 1 + JITTER), asked or 0)
