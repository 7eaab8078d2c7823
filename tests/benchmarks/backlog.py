"""How far relay and projector are behind a service's commits."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.platform import Platform
from tests.benchmarks.stage import Spoiled

STEP = 0.25  # seconds between two looks
PATIENCE = 120  # seconds until everything must have settled
SLACK = 0.05  # of the commits made meanwhile, by which a level backlog may differ between beginning and end


class Backlog:
    """The entries of a service that no reader sees yet."""

    def __init__(self, platform: Platform, service: str = "registry") -> None:
        own, gateway = platform.mongo[f"toono_{service}"], platform.mongo["toono_gateway"]
        self._service = service
        self._journal, self._heads, self._marks = own["journal"], own["relay"], gateway["marks"]
        self.looks: list[tuple[float, int, int]] = []  # when, behind, committed in all

    def look(self) -> tuple[int, int]:
        """Entries pending at the relay, and facts that the projector has not applied."""
        head = self._heads.find_one({"_id": "head"}) or {"position": 0}
        mark = self._marks.find_one({"_id": self._service}) or {"upto": 0}
        return self._journal.count_documents({"pending": True}, hint="pending"), head["position"] - mark["upto"]

    @property
    def sent(self) -> bool:
        """Whether the broker has confirmed all that was ever committed."""
        head = self._heads.find_one({"_id": "head"}) or {"position": 0, "sent": 0}
        return head["sent"] == head["position"] and not self._journal.count_documents({"pending": True}, hint="pending")

    def settle(self) -> None:
        """Wait until readers see everything.

        Raises:
            Spoiled: that takes too long.
        """
        until = time.monotonic() + PATIENCE
        while any(self.look()):
            if time.monotonic() > until:
                raise Spoiled(f"the backlog does not go away: {self.look()}")
            time.sleep(STEP)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look again and again while something runs."""
        self.looks = []
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over,))
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    @property
    def worst(self) -> int:
        """The most that was behind."""
        return max(behind for _, behind, _ in self.looks)

    @property
    def level(self) -> bool:
        """Whether it has not grown from the first third of the time to the last by more than a trifle."""
        third = max(1, len(self.looks) // 3)
        first, last = self.looks[:third], self.looks[-third:]
        made = last[-1][2] - first[0][2]
        return _mean(last) - _mean(first) <= max(SLACK * made, 1)

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(STEP):
            pending, unapplied = self.look()
            self.looks.append((time.monotonic(), pending + unapplied, self._journal.estimated_document_count()))


def _mean(looks: list[tuple[float, int, int]]) -> float:
    return sum(behind for _, behind, _ in looks) / len(looks)
