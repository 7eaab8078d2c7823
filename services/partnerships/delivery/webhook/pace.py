"""The rate limit of one endpoint: so many attempts a second, and a burst of a second's worth."""

import threading


class Pace:
    """A bucket that fills by `rate` a second; times are those of `time.monotonic`. Used by several threads at once."""

    def __init__(self, rate: float, *, now: float) -> None:
        self._rate, self._tokens, self._at = rate, rate, now
        self._lock = threading.Lock()

    def take(self, now: float) -> float:
        """Take a turn, and return the seconds to wait before it."""
        with self._lock:
            self._tokens = min(self._tokens + (now - self._at) * self._rate, self._rate) - 1
            self._at = now
            return max(-self._tokens / self._rate, 0.0)
