"""Turns: what concerns the same thing is done one after the other, everything else at the same time."""

from collections import deque
from collections.abc import Callable

Go = Callable[[], None]


class Turns:
    """Those who wait, by the thing that they wait for. All greenthreads of one process; none is switched in between."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Go]] = {}

    def take(self, thing: str, go: Go) -> None:
        """Go at once if nobody is at the thing, else when those before have given it back."""
        if thing in self._waiting:
            self._waiting[thing].append(go)
        else:
            self._waiting[thing] = deque()
            go()

    def give(self, thing: str) -> None:
        """Let the next one go; called once by each who went."""
        waiting = self._waiting[thing]
        if waiting:
            waiting.popleft()()
        else:
            del self._waiting[thing]
