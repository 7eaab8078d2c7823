"""Cases: what people say to the ministry, and how it is dealt with.

A case is built up by concern, each in its file and the next knowing those before it: veil.py (what it shows), standing.py
(who holds it), timing.py (when it is late), person.py (what its sender decides), and here its life.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.feedback.model import receipt
from services.feedback.model.person import Owned, known_as
from services.feedback.model.timing import OPEN, WORKED_ON, Timed
from shared.errors import Conflict, Invalid

ABUSE = "abuse"


class NotAppreciation(Conflict):
    """Only thanks need no dealing with."""

    text = "Only an appreciation that waits for its triage can be closed at once."
    remedy = "Triage the case and review it."


class DuplicateOfItself(Invalid):
    """A case was named as its own duplicate."""

    text = "A case cannot be a duplicate of itself."
    remedy = "Name the case that goes on."


class AlreadySensitive(Conflict):
    """A case turns sensitive once."""

    text = "The focal points have this case already."
    remedy = "Nothing is left to be done."


class ReferralUngrounded(Invalid):
    """Sensitive matters are passed on with the person's consent, or by a legal duty that was explained to them first."""

    text = "A sensitive case is not passed on without the person's consent."
    remedy = "Ask for consent; where the law obliges you, explain that first. Then say which of the two it is, as ground."


@dataclass(kw_only=True)
class Case(Owned):
    """An idea, a complaint, an appreciation or a question."""

    KIND = "case"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "received": ("acknowledged", "closed", "out_of_scope", "duplicate", "withdrawn"),
        "acknowledged": ("triaged", "closed", "out_of_scope", "duplicate", "withdrawn"),
        "triaged": ("in_review", "referred", "out_of_scope", "duplicate", "withdrawn"),
        "in_review": ("resolved", "referred", "out_of_scope", "duplicate", "withdrawn"),
        "resolved": ("closed", "reopened", "appealed"),
        "closed": ("reopened", "appealed"),
        "reopened": ("in_review", "withdrawn"),
        "appealed": ("in_review", "withdrawn"),
        "referred": (),
        "out_of_scope": (),
        "duplicate": (),
        "withdrawn": (),
    }
    ENDED = frozenset({"closed", "referred", "out_of_scope", "duplicate", "withdrawn"})
    TOLD = (
        "id", "version", "status", "area_id", "kind", "channel", "identity", "held_by", "level", "received_on",
        "acknowledge_by", "acknowledged_on", "resolve_by", "extended", "resolved_on", "satisfaction", "reason",
        "duplicate_of", "referred_to", "appealed",
    )  # fmt: skip
    PRIVATE = (
        Timed.TIMES
        | Owned.OWNED
        | {"about", "center_id", "country", "district_id", "home_id", "last_told", "region_id", "sensitive", "stands", "veiled"}
    )
    SEALED = frozenset({"words", "contact", "response", "appeal_words"})
    UNIQUE = ("receipt_hash",)
    INDEXED = ("center_id", "due_on", "sensitive")

    kind: str
    channel: str
    words: str | None = None
    acknowledged_on: str | None = None
    duplicate_of: str | None = None
    referred_to: str | None = None

    @classmethod
    def receive(
        cls, *, code: str, pin: str, sensitive: bool, place: Mapping[str, Any], today: str, at: str, **said: Any
    ) -> "Case":
        """Take in what somebody says."""
        known_as(said["identity"], said.get("contact"))
        case = cls(
            status="received",
            received_on=today,
            since=today,
            receipt_hash=receipt.fingerprint(code),
            pin_hash=receipt.proof(code, pin),
            sensitive=sensitive or said["kind"] == ABUSE,
            **said,
        )
        case.settle(**place)
        case.begin()
        case.record("received", at=at)
        return case

    def acknowledge(self, *, today: str, at: str) -> None:
        """Let the person know that it has arrived."""
        self.require("acknowledged")
        self.acknowledged_on = today
        self.move("acknowledged", at=at)

    def triage(self, *, kind: str | None, about: list[str] | None, place: Mapping[str, Any], at: str) -> None:
        """Say what it is and whom it is about, where that differs from what the person said; it tells its state from now on."""
        self.require("triaged")
        self.kind = kind or self.kind
        self.about = self.about if about is None else sorted(set(about))
        self.veiled = False
        self.settle(**place)
        self.move("triaged", at=at)

    def turn_sensitive(self, *, at: str) -> None:
        """Take it out of everybody's sight but the focal points'."""
        self.require_in("sensitive", *OPEN)
        if self.sensitive:
            raise AlreadySensitive
        self.vanish(at=at)

    def begin_review(self, *, reviewer: str, at: str) -> None:
        """Look into it."""
        self.require("in_review")
        self.taken_by(reviewer)
        self.move("in_review", "review-begun", at=at)

    def resolve(self, *, response: dict[str, str], reviewer: str, today: str, at: str) -> None:
        """Give the person an answer."""
        self.require("resolved")
        self.taken_by(reviewer)
        self.respond(response)
        self.resolved_on = today
        self.move("resolved", at=at)

    def close_unanswered(self, *, today: str, at: str) -> bool:
        """Close it as *no reply* once the person has had time to answer; False if they still have."""
        self.require("closed", only_from="resolved")
        if self.due_on is None or self.due_on > today:
            return False
        self.end("closed", at=at, reason="no_reply")
        return True

    def see_through(self, *, at: str) -> None:
        """Close a sensitive case, without asking anything more of the person."""
        self.require("closed", only_from="resolved")
        self.end("closed", at=at, reason="seen_through")

    def thank(self, *, response: dict[str, str] | None, at: str) -> None:
        """Close an appreciation at once."""
        self.require("closed")
        if self.kind != "appreciation" or not self.veiled:
            raise NotAppreciation
        self.end("closed", response=response, at=at, reason="thanked")

    def rule_out(self, *, response: dict[str, str] | None, at: str, reason: str) -> None:
        """Say that the ministry cannot deal with it."""
        self.end("out_of_scope", name="found-out-of-scope", response=response, at=at, reason=reason)

    def join(self, *, other: str, response: dict[str, str] | None, at: str) -> None:
        """End it as a duplicate of another, which goes on."""
        self.require("duplicate")
        if other == self.id:
            raise DuplicateOfItself("duplicate_of")
        self.duplicate_of = other
        self.end("duplicate", name="found-duplicate", response=response, at=at, reason=None)

    def refer(self, *, to: str, ground: str | None, response: dict[str, str] | None, at: str) -> None:
        """Pass it on to those who can help."""
        self.require("referred")
        if self.sensitive and ground is None:
            raise ReferralUngrounded("ground")
        self.referred_to = to
        self.end("referred", response=response, at=at, reason=ground)

    def put_right(self, *, place: Mapping[str, Any], at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Correct what its triage found."""
        self.require_in("corrected", *WORKED_ON, "resolved")
        for name, value in changes.items():
            setattr(self, name, value)
        self.settle(**place)
        self.record("corrected", at=at, reason=reason, corrected=sorted(changes))

    def plain(self) -> dict[str, Any]:
        """The public state of an ordinary case after its triage."""
        return {**{name: getattr(self, name) for name in self.TOLD}, "center_id": self.told_center}
