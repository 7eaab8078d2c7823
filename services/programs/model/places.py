"""The places of an offering, and the line of those who wait for one."""

from dataclasses import dataclass
from dataclasses import field as initially

from shared.errors import Conflict
from shared.events import Aggregate

TAKES_LEARNERS = frozenset({"open", "running"})


class OfferingNotOpen(Conflict):
    """The offering takes nobody and nothing new at present."""

    text = "The offering is {status} and cannot do this."
    remedy = "Open it first, wait until its center is reopened, or choose another offering."


class OfferingFull(Conflict):
    """All places are taken, and the waiting line was not wanted or is not possible."""

    text = "All {places} places of the offering are taken."
    remedy = "Join the waiting line (waitlist: true), choose another offering, or add places."


class PlacesTaken(Conflict):
    """Fewer places were wanted than are taken."""

    text = "{enrolled} places are taken; there cannot be only {places}."
    remedy = "Keep at least as many places as are taken, or withdraw enrolments first."


@dataclass(kw_only=True)
class Places(Aggregate):
    """What decides who gets a place: one aggregate, so that two can never get the same one.

    The counters are by the status of the enrolments. `waitlist` holds the ids of those that wait, the first first.
    """

    places: int
    applied: int = 0
    enrolled: int = 0
    waitlisted: int = 0
    provisional: int = 0
    completed: int = 0
    waitlist: list[str] = initially(default_factory=list)

    def apply(self, *, at: str) -> None:
        """Count an application that is still to be decided."""
        self._take_learners()
        self.applied += 1
        self.record("places-changed", at=at)

    def enrol(self, enrolment_id: str, *, was: str | None = None, waitlist: bool, at: str) -> int:
        """Give a place: 0; or, if none is left and `waitlist` allows it, a position in the waiting line, from 1.

        `was` is the status that the enrolment had, if there was one before.
        """
        if not (was == "provisional" and self.status == "completed"):
            self._take_learners()
        if self.enrolled >= self.places and not waitlist:
            raise OfferingFull(places=self.places)
        self._less(was, enrolment_id)
        position = self._seat(enrolment_id)
        self.record("places-changed", at=at)
        return position

    def walk_in(self, count: int, *, at: str) -> None:
        """Count learners who came without being enrolled."""
        self.provisional += count
        self.record("places-changed", at=at)

    def leave(self, enrolment_id: str, *, was: str, at: str, completing: bool = False) -> list[str]:
        """Let one go; the enrolments that thereby get a place are returned."""
        self._less(was, enrolment_id)
        self.completed += completing
        called = self._call_up()
        self.record("places-changed", at=at)
        return called

    def _take_learners(self) -> None:
        if self.status not in TAKES_LEARNERS:
            raise OfferingNotOpen(status=self.status)

    def _seat(self, enrolment_id: str) -> int:
        if self.enrolled < self.places:
            self.enrolled += 1
            return 0
        self._line_up([*self.waitlist, enrolment_id])
        return self.waitlisted

    def _less(self, was: str | None, enrolment_id: str) -> None:
        if was == "waitlisted":
            self._line_up([waiting for waiting in self.waitlist if waiting != enrolment_id])
        elif was:
            setattr(self, was, getattr(self, was) - 1)

    def _call_up(self) -> list[str]:
        free = max(self.places - self.enrolled, 0) if self.status in TAKES_LEARNERS else 0
        called = self.waitlist[:free]
        self.enrolled += len(called)
        self._line_up(self.waitlist[free:])
        return called

    def _line_up(self, waitlist: list[str]) -> None:
        self.waitlist = waitlist
        self.waitlisted = len(waitlist)

    def _empty(self, provisional: int = 0) -> None:
        self.applied, self.enrolled, self.provisional = 0, 0, provisional
        self._line_up([])

    def _fits(self) -> None:
        if self.places < self.enrolled:
            raise PlacesTaken("places", enrolled=self.enrolled, places=self.places)
