"""Decisions of a community: what a held meeting said, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.feedback.model.meeting import Meeting
from shared.errors import Conflict, Invalid
from shared.events import Aggregate

NAMED = frozenset({"program", "need"})  # concerns that others act on by the id of what was decided about


class SubjectMissing(Invalid):
    """It is not said what was decided about."""

    text = "A decision that concerns a {concerns} must name it."
    remedy = "Give its id as subject_id."


class VotesImpossible(Invalid):
    """There are more votes than people."""

    text = "{votes} votes cannot come from {present} persons."
    remedy = "Count each vote once; leave the votes out if the decision was taken without counting."


class NotCarried(Invalid):
    """The votes say something else than the outcome."""

    text = "A decision with {in_favor} votes for and {against} against it was not accepted."
    remedy = "Correct the votes, or record that it was not accepted."


class OutOfTime(Invalid):
    """Something is dated before what it follows, or on a day to come."""

    text = "{day} does not lie between {since} and today."
    remedy = "Give the day on which it happened; the day of a decision can be left out, and is then that of its meeting."


class NothingEndorsed(Conflict):
    """A decision without quorum binds nobody."""

    text = "This decision was taken without a quorum; there is nothing to act on."
    remedy = "Let a meeting with its quorum decide again."


@dataclass(kw_only=True)
class Decision(Aggregate):
    """What a meeting decided. One without quorum is on record and endorses nothing."""

    KIND = "decision"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {"recorded": ("acted_on",), "acted_on": ()}
    PRIVATE = frozenset({"held_on", "present"})
    INDEXED = ("meeting_id",)

    center_id: str
    meeting_id: str
    decided_on: str
    concerns: str
    accepted: bool
    quorum_met: bool
    text: dict[str, str]
    held_on: str
    present: int
    subject_id: str | None = None
    votes: dict[str, int] | None = None  # in_favor, against, abstained; none if they were not counted
    outcome: dict[str, str] | None = None
    acted_on: str | None = None  # the day

    @classmethod
    def record_of(cls, meeting: Meeting, *, decided_on: str | None, today: str, at: str, **decided: Any) -> "Decision":
        """Record what a held meeting decided."""
        meeting.bear_fruit()
        held_on, present = meeting.held_on or today, meeting.present or 0
        decision = cls(
            status="recorded",
            area_id=meeting.area_id,
            center_id=meeting.center_id,
            meeting_id=meeting.id,
            decided_on=decided_on or held_on,
            quorum_met=bool(meeting.quorum_met),
            held_on=held_on,
            present=present,
            **decided,
        )
        decision._holds_together(today)
        decision.record("recorded", at=at)
        return decision

    def act(self, *, on: str, outcome: dict[str, str], today: str, at: str) -> None:
        """Say what was done about it."""
        self.require("acted_on")
        if not self.quorum_met:
            raise NothingEndorsed
        _between(self.decided_on, on, today, field="acted_on")
        self.outcome, self.acted_on = outcome, on
        self.move("acted_on", at=at)

    def put_right(self, *, today: str, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Correct its words, day or votes. Its outcome stays: others have acted on it."""
        self.correct(at=at, reason=reason, changes=changes)
        self._holds_together(today)

    def _holds_together(self, today: str) -> None:
        if self.concerns in NAMED and not self.subject_id:
            raise SubjectMissing("subject_id", concerns=self.concerns)
        _between(self.held_on, self.decided_on, today, field="decided_on")
        if self.votes:
            self._counted(self.votes)

    def _counted(self, votes: dict[str, int]) -> None:
        if sum(votes.values()) > self.present:
            raise VotesImpossible("votes", votes=sum(votes.values()), present=self.present)
        if self.accepted and votes["in_favor"] <= votes["against"]:
            raise NotCarried("votes", in_favor=votes["in_favor"], against=votes["against"])


def _between(since: str, day: str, today: str, *, field: str) -> None:
    if not since <= day <= today:
        raise OutOfTime(field, day=day, since=since)
