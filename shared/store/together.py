"""Doing together what is asked for at the same time.

Whoever asks while nothing is under way leads: it does what all have asked until then. Those who ask meanwhile wait, and the
first of them leads the next. Under load the groups grow: once there were `SEVERAL` in a group, the next one waits `MORE` for
others, since each group costs the same to the database and to the driver, however many are in it. A lone one waits for nobody.

`Alongside`, a group does not wait for the one before.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")
MORE = 0.0015  # seconds that a group waits for others, once there are many
SEVERAL = 3  # in the last group, which make it likely that others come; alongside also so many groups under way


@dataclass(slots=True, eq=False)
class Turn(Generic[T]):
    """What one has asked, and how that ended."""

    asked: T
    answer: Any = None
    error: BaseException | None = None
    leads: bool = False
    called: threading.Event = field(default_factory=threading.Event)


class Together(Generic[T]):
    """A line in which one does the work of all who wait. `settle` gives each turn its answer or its error.

    `fitting` picks from those who wait, the first among them, whom the next group takes; by default it takes all.
    """

    def __init__(
        self,
        settle: Callable[[Sequence[Turn[T]]], None],
        fitting: Callable[[Sequence[Turn[T]]], Sequence[Turn[T]]] = lambda waiting: waiting,
    ) -> None:
        self._settle = settle
        self._fitting = fitting
        self._lock = threading.Lock()
        self._waiting: list[Turn[T]] = []
        self._under_way = False
        self._last = 0  # in the last group

    def one(self, asked: T) -> Any:
        """Have one thing done, with those that are asked for at the same time; returns its answer or raises its error."""
        turn = Turn(asked)
        with self._lock:
            self._waiting.append(turn)
            turn.leads, self._under_way = not self._under_way, True
        if not turn.leads:
            turn.called.wait()
        if turn.leads:
            self._lead()
        if turn.error is not None:
            raise turn.error
        return turn.answer

    def _lead(self) -> None:
        """Do what those who wait have asked, the own turn first; then hand the lead to whoever has come meanwhile."""
        time.sleep(MORE if self._is_busy() else 0)  # those who are about to ask have their turn in any case
        with self._lock:
            group = self._leave()
            self._last = len(group)
        try:
            self._settle(group)
        except BaseException as error:  # noqa: BLE001  whatever it was, everybody whom it concerns must hear of it
            for turn in group:
                turn.error = error
        finally:
            self._hand_on(group)

    def _is_busy(self) -> bool:
        """Whether others will come at once, for whom it is worth waiting."""
        return self._last >= SEVERAL

    def _leave(self) -> Sequence[Turn[T]]:
        """Take from those who wait whom the group takes."""
        group = list(self._fitting(self._waiting))
        self._waiting = [turn for turn in self._waiting if turn not in group]
        return group

    def _hand_on(self, group: Sequence[Turn[T]]) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._under_way = following is not None
        for turn in group:
            turn.called.set()
        if following:
            following.leads = True
            following.called.set()


class Alongside(Together[T]):
    """A line whose groups do not wait for each other: one that hangs holds nobody but those who are in it."""

    def __init__(self, settle: Callable[[Sequence[Turn[T]]], None]) -> None:
        super().__init__(settle)
        self._groups = 0  # under way

    def _is_busy(self) -> bool:
        return max(self._last, self._groups) >= SEVERAL

    def _leave(self) -> Sequence[Turn[T]]:
        """Take all who wait; whoever asks from now on leads another group."""
        group, self._waiting = self._waiting, []
        self._under_way = False
        self._groups += 1
        return group

    def _hand_on(self, group: Sequence[Turn[T]]) -> None:
        with self._lock:
            self._groups -= 1
        for turn in group:
            turn.called.set()
