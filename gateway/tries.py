"""Tries at what a secret opens: after a few wrong ones nobody gets another before a quarter of an hour is over.

They are counted for the thing and for the address that they come from, in the memory of this process, under fingerprints that
nothing outside it can make: neither is written down anywhere. What is refused looks the same whether the thing exists or not.
"""

import hashlib
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import falcon

from shared.errors import Refusal

LASTS = 900  # seconds from the first wrong try on
OF_A_THING = 5
OF_AN_ADDRESS = 100  # a library's visitors share one
ROOM = 20_000  # things and addresses that are remembered, each about 300 bytes; beyond that the oldest are forgotten


class TooManyTries(Refusal):
    """Somebody has guessed wrongly too often."""

    status = 429
    text = "Too many wrong tries. The next is possible in {seconds} seconds."
    remedy = "Wait until then, and check receipt code and PIN digit by digit."


class Try:
    """One try, and how it ended."""

    wrong = False


class Tries:
    """The tries of the last quarter of an hour, right ones not among them."""

    def __init__(self, *, room: int = ROOM, clock: Callable[[], float] = time.monotonic) -> None:
        self._room, self._clock = room, clock
        self._key = os.urandom(32)
        self._counts: OrderedDict[bytes, tuple[int, float]] = OrderedDict()  # how many, and until when; the oldest first
        self._lock = threading.Lock()

    @contextmanager
    def one(self, thing: str, address: str) -> Iterator[Try]:
        """A try, counted beforehand so that many at once are no way round it, and given back unless it was wrong.

        Raises:
            TooManyTries: it is not let through.
        """
        marks = ((self._mark("thing", thing), OF_A_THING), (self._mark("address", address), OF_AN_ADDRESS))
        self._take(marks)
        made = Try()
        try:
            yield made
        finally:
            if not made.wrong:
                self._give_back(marks)

    def _take(self, marks: tuple[tuple[bytes, int], ...]) -> None:
        now = self._clock()
        with self._lock:
            while self._counts and next(iter(self._counts.values()))[1] <= now:
                self._counts.popitem(last=False)
            full = [self._counts[mark][1] for mark, most in marks if self._counts.get(mark, (0, 0))[0] >= most]
            if full:
                raise TooManyTries(seconds=int(max(full) - now) + 1)
            for mark, _ in marks:
                count, until = self._counts.get(mark, (0, now + LASTS))
                self._counts[mark] = (count + 1, until)
            while len(self._counts) > self._room:
                self._counts.popitem(last=False)

    def _give_back(self, marks: tuple[tuple[bytes, int], ...]) -> None:
        with self._lock:
            for mark, _ in marks:
                count, until = self._counts.get(mark, (0, 0.0))
                if count > 1:
                    self._counts[mark] = (count - 1, until)
                else:
                    self._counts.pop(mark, None)

    def _mark(self, kind: str, told: str) -> bytes:
        return hashlib.blake2b(f"{kind}:{told}".encode(), key=self._key, digest_size=16).digest()


def address_of(req: falcon.Request, proxies: frozenset[str]) -> str:
    """Where a request comes from: the peer or, behind a proxy of ours, whom that names last; of IPv6 the network (/64)."""
    peer = req.remote_addr
    told = (req.get_header("X-Forwarded-For") or "").rpartition(",")[2].strip()
    if peer in proxies and told:
        peer = told
    try:
        found = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else peer  # noqa: PLR2004
