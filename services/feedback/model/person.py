"""What the person behind a case has a say in: opening it, the answer's language, taking it back, and objecting to the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from services.feedback.model import policy, receipt
from services.feedback.model.timing import Timed
from shared.errors import Conflict, Forbidden, Invalid

SATISFIED_FROM = 3  # of five faces


class ContactUnwanted(Invalid):
    """An anonymous person was to be made known."""

    text = "An anonymous case keeps no contact."
    remedy = "Leave the contact out, or choose confidential: then only those who deal with the case can see it."


class ContactMissing(Invalid):
    """A person who wants to be known was not said to be anybody."""

    text = "A {identity} case needs a contact."
    remedy = "Give a contact, or choose anonymous: the receipt code and the PIN bring the answer all the same."


class AnswerInAnotherLanguage(Invalid):
    """People are answered in the language in which they wrote."""

    text = "The person wrote in {language}; the answer has no text in that language."
    remedy = "Add the answer in the language of the person."


class SameReviewer(Forbidden):
    """An appeal is decided by somebody else."""

    text = "You have dealt with this case before its appeal."
    remedy = "Leave it to another reviewer."


class AppealedAlready(Conflict):
    """A case is appealed once."""

    text = "This case was appealed before."
    remedy = "Send a new case if something new has happened, or turn to the ombudsperson."


class AppealTooLate(Conflict):
    """An appeal comes within days of the answer."""

    text = "The answer was given on {resolved_on}, more than {days} days ago."
    remedy = "Send a new case that names the receipt code of this one."


class NotAsked(Conflict):
    """A sensitive case asks no satisfaction."""

    text = "This case does not ask how satisfied you are."
    remedy = "If the answer does not help, appeal, or call one of the hotlines."


@dataclass(kw_only=True)
class Owned(Timed):
    """A case with the person who sent it, whom it may not know."""

    OWNED: ClassVar[frozenset[str]] = frozenset({"barred", "language", "pin_hash", "receipt_hash", "reviewers", "unsatisfied"})

    language: str
    identity: str
    receipt_hash: str
    pin_hash: str
    unsatisfied: bool = False  # whether a "not" has reopened it
    appealed: bool = False
    satisfaction: int | None = None  # of five faces
    reason: str | None = None  # code of how it ended
    reviewers: list[str] = field(default_factory=list)
    barred: list[str] = field(default_factory=list)  # reviewers whose work was appealed against
    contact: dict[str, str] | None = None
    response: dict[str, str] | None = None
    appeal_words: str | None = None

    def opens_with(self, code: str, pin: str) -> bool:
        """Tell whether receipt code and PIN are this case's; then it is open to whoever gave them."""
        self.confided = receipt.proves(code, pin, self.pin_hash)
        return self.confided

    def answer(self, response: Mapping[str, str] | None) -> str | None:
        """The text of a response that the person understands."""
        return next((text for language, text in (response or {}).items() if _same(language, self.language)), None)

    def respond(self, response: dict[str, str] | None) -> None:
        """Tell the person something, in their language."""
        if response is not None and self.answer(response) is None:
            raise AnswerInAnotherLanguage("response", language=self.language)
        self.response = response or self.response

    def rate(self, *, face: int, today: str, at: str) -> None:
        """Take in how satisfied the person is: the first "not" reopens it, everything else closes it."""
        if self.sensitive:
            raise NotAsked
        self.require("closed", only_from="resolved")
        self.satisfaction = face
        if face < SATISFIED_FROM and not self.unsatisfied:
            self.unsatisfied = True
            self.reopen(today=today, at=at, reason="not_satisfied")
        else:
            self.end("closed", at=at, reason="satisfied" if face >= SATISFIED_FROM else "not_satisfied")

    def withdraw(self, *, at: str, reason: str) -> None:
        """Take it back. Nothing is told of it but that it is closed, whenever that happens."""
        self.require("withdrawn")
        self.veil()
        self.end("withdrawn", at=at, reason=reason)

    def appeal(self, *, words: str | None, today: str, at: str) -> None:
        """Ask that somebody else decides, within days of the answer."""
        self.require("appealed")
        if self.appealed:
            raise AppealedAlready
        answered = self.resolved_on or today
        if today > policy.days_on(answered, policy.ANSWER_WITHIN):
            raise AppealTooLate(resolved_on=answered, days=policy.ANSWER_WITHIN)
        self.appealed, self.appeal_words, self.barred = True, words, self.reviewers
        self._take_up(today, policy.APPEAL_DAYS)
        self.move("appealed", at=at)

    def reopen(self, *, today: str, at: str, reason: str) -> None:
        """Take it up again."""
        self.require("reopened")
        self._take_up(today, policy.RESOLVE_DAYS)
        self.move("reopened", at=at, reason=reason)

    def taken_by(self, reviewer: str) -> None:
        """Keep in mind who deals with it; after an appeal that is somebody else."""
        if reviewer in self.barred:
            raise SameReviewer
        self.reviewers = sorted({*self.reviewers, reviewer})

    def end(
        self, status: str, *, name: str | None = None, response: dict[str, str] | None = None, at: str, reason: str | None
    ) -> None:
        """Come to an end, for a reason that is told as a code."""
        self.require(status)
        self.respond(response)
        self.reason = reason
        self.move(status, name or status, at=at, reason=reason)

    def _take_up(self, today: str, days: int) -> None:
        self.reason = None
        self.begin_again(today, days)


def known_as(identity: str, contact: dict[str, str] | None) -> None:
    """Refuse a contact that was not to be kept, and the lack of one that was."""
    if identity == "anonymous" and contact:
        raise ContactUnwanted("contact")
    if identity != "anonymous" and not contact:
        raise ContactMissing("contact", identity=identity)


def _same(language: str, other: str) -> bool:
    return language.partition("-")[0] == other.partition("-")[0]
