"""The circuit breaker of one endpoint: while it is open, events wait where they are, and only a probe now and then is sent.

    closed ──(5 failures in a row within a minute)──▶ open ──(its time is over)──▶ one probe
       ▲                                                ▲                             │
       └──────────────(it was taken)────────────────────┼─────────────────────────────┤
                                                        └──────(it failed)────────────┘

Probes become rarer while the endpoint does not answer at all. One that refuses what it is sent is there, and the next event may
please it: it is asked again every few seconds.
"""

import random
import threading

FAILURES = 5
WITHIN = 60  # seconds
FIRST, LAST = 5, 300  # seconds for which it is open, at first and at most
JITTER = 0.1


class Breaker:
    """Counts what failed in a row; times are those of `time.monotonic`. Used by several threads at once."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._lock = threading.Lock()
        self._failures: list[float] = []
        self._wait = 0.0
        self.until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the endpoint is taken to be away; only a probe may be sent, and only after `until`."""
        return self._wait > 0

    def succeeded(self) -> None:
        """Note that the endpoint has taken something."""
        with self._lock:
            self._failures.clear()
            self._wait = self.until = 0.0

    def failed(self, now: float, *, answers: bool = False) -> None:
        """Note a failure; `answers` if the endpoint is there and only refuses."""
        with self._lock:
            self._failures = [*(at for at in self._failures if now - at < WITHIN), now][-FAILURES:]
            if self._wait and now >= self.until:
                self._open(now, FIRST if answers else min(2 * self._wait, LAST))
            elif not self._wait and len(self._failures) == FAILURES:
                self._open(now, FIRST)

    def rest(self, now: float, seconds: float) -> None:
        """Leave the endpoint alone for as long as it asked for."""
        with self._lock:
            self._wait, self.until = self._wait or FIRST, max(self.until, now + seconds)

    def _open(self, now: float, seconds: float) -> None:
        self._wait, self.until = seconds, now + seconds * self._chance.uniform(1 - JITTER, 1 + JITTER)
