"""When a case is late, and what that does: at 75 % of its time it warns, at 100 % and 150 % it goes up a level."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from services.feedback.model import policy
from services.feedback.model.standing import Placed
from shared.errors import Conflict

WORKED_ON = ("triaged", "in_review", "reopened", "appealed")
OPEN = ("received", "acknowledged", *WORKED_ON)


class AlreadyExtended(Conflict):
    """The time to resolve a case is extended once."""

    text = "The time for this case was extended already."
    remedy = "Resolve it by {resolve_by}."


@dataclass(kw_only=True)
class Timed(Placed):
    """A case with its deadlines, frozen when each time began to run.

    The alarms are the days after which 75 %, 100 % and 150 % of a time are over: the second is the last day on which the case
    is in time. `due_on` is the next day on which the clock has something to do with it.
    """

    TIMES: ClassVar[frozenset[str]] = frozenset({"acknowledge_alarms", "due_on", "resolve_alarms", "since"})

    received_on: str
    since: str  # the day from which the time to resolve it runs
    acknowledge_alarms: list[str] = field(default_factory=list)
    resolve_alarms: list[str] = field(default_factory=list)
    due_on: str | None = None
    resolved_on: str | None = None
    extended: bool = False

    @property
    def acknowledge_by(self) -> str:
        """The last day on which to acknowledge it."""
        return self.acknowledge_alarms[1]

    @property
    def resolve_by(self) -> str:
        """The last day on which to resolve it."""
        return self.resolve_alarms[1]

    def extend(self, *, at: str, reason: str) -> None:
        """Take longer, once; whoever asks for the case is told until when."""
        self.require_in("extended", *WORKED_ON)
        if self.extended:
            raise AlreadyExtended(resolve_by=self.resolve_by)
        self.extended = True
        self.resolve_alarms = policy.alarms(self.since, policy.EXTENDED_DAYS, self.country)
        self.record("extended", at=at, reason=reason)

    def escalate(self, *, today: str, at: str) -> bool:
        """Go up as many levels as alarms have passed; False if it is there already."""
        passed = sum(alarm < today for alarm in self._alarms())
        if self.status not in OPEN or passed <= self.level:
            return False
        self.level = passed
        self.record("escalated", at=at, level=passed, held_by=self.held_by)
        return True

    def record(self, name: str, *, at: str, **change: Any) -> None:
        """Note when the clock has to look at it next, and record."""
        self.due_on = self._next_due()
        super().record(name, at=at, **change)

    def vanish(self, *, at: str) -> None:
        """Go to the focal points, who acknowledge within a day."""
        if self.status == "received":
            self.acknowledge_alarms = policy.sensitive_alarms(self.received_on)
        super().vanish(at=at)
        self.due_on = self._next_due()

    def begin(self) -> None:
        """Let both times run."""
        ordinary = policy.alarms(self.received_on, policy.ACKNOWLEDGE_DAYS, self.country)
        self.acknowledge_alarms = policy.sensitive_alarms(self.received_on) if self.sensitive else ordinary
        self.resolve_alarms = policy.alarms(self.received_on, policy.RESOLVE_DAYS, self.country)

    def begin_again(self, today: str, days: int) -> None:
        """Let the time to resolve it run anew. The level that it has reached stays."""
        self.since, self.extended = today, False
        self.resolve_alarms = policy.alarms(today, days, self.country)

    def _alarms(self) -> list[str]:
        return self.acknowledge_alarms if self.status == "received" else self.resolve_alarms

    def _next_due(self) -> str | None:
        if self.status == "resolved" and self.resolved_on and not self.sensitive:
            return policy.days_on(self.resolved_on, policy.ANSWER_WITHIN)
        ahead = self._alarms()[self.level :] if self.status in OPEN else []
        return policy.days_on(ahead[0], 1) if ahead else None
