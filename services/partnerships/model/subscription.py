"""Subscriptions: what a partner's system asks to be told, under an agreement, and how it receives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from services.partnerships.model.agreement import Agreement
from services.partnerships.model.breadth import refuse_beyond
from shared.errors import Conflict
from shared.events import Aggregate

REMEMBERED = 50  # requests at most that a subscription keeps
PUSHED = frozenset({"webhook", "amqp"})


class AgreementTellsNothing(Conflict):
    """Events are told under an agreement in force only."""

    text = "The agreement is {status}, so nothing is told under it."
    remedy = "Have the agreement activated, resumed or renewed first; its subscriptions go on by themselves."


class NoEndpoint(Conflict):
    """An endpoint was given to a subscription that is not a webhook."""

    text = "A subscription of the way {way} has no endpoint and no secret."
    remedy = "Leave it out, or open a subscription of the way webhook."


class NothingIsSent(Conflict):
    """A feed is pulled; there is nothing that could be sent to it."""

    text = "Nothing is sent to a subscription of the way {way}."
    remedy = "Pull its events from any cursor, or by their ids."


@dataclass(kw_only=True)
class Subscription(Aggregate):
    """What one system of a partner is told.

    `event_types` are types or prefixes; empty lists of areas, centers, programs and fields narrow nothing. It stays within its
    agreement when it is opened and revised, and whatever the agreement opens later or no more is looked at with every event.

    `stopped` is the agreement's doing, and remembers what it was before; the other changes are the partner's, but for
    `verified`, when the endpoint has answered its challenge, and `disabled`, when it has failed for too long.
    """

    KIND = "subscription"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "pending": ("active", "stopped", "ended"),
        "active": ("pending", "paused", "disabled", "stopped", "ended"),
        "paused": ("pending", "active", "stopped", "ended"),
        "disabled": ("pending", "active", "stopped", "ended"),
        "stopped": ("pending", "active", "paused", "disabled", "ended"),
        "ended": (),
    }
    PRIVATE = frozenset({"opened_at", "was", "requests", "asked"})
    SEALED = frozenset({"secrets"})
    INDEXED = ("agreement_id", "way")

    partner_id: str
    agreement_id: str
    center_id: str | None = None
    name: dict[str, str]
    way: str
    endpoint: str | None = None
    event_types: list[str]
    area_ids: list[str] = field(default_factory=list)
    center_ids: list[str] = field(default_factory=list)
    program_ids: list[str] = field(default_factory=list)
    field_names: list[str] = field(default_factory=list)
    ordered: bool = False
    opened_at: str | None = None
    because: str | None = None
    was: str | None = None
    asked: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[dict[str, str | None]] | None = None

    @classmethod
    def open(cls, *, agreement: Agreement, secret: str | None, at: str, **asked: Any) -> "Subscription":
        """Ask to be told. A webhook waits until its endpoint has answered its challenge."""
        if agreement.status not in Agreement.IN_FORCE:
            raise AgreementTellsNothing(status=agreement.status)
        one = cls(
            status="pending" if asked["way"] == "webhook" else "active",
            agreement_id=agreement.id,
            partner_id=agreement.partner_id,
            area_id=agreement.area_id,
            center_id=agreement.center_id,
            opened_at=at,
            **asked,
        )
        refuse_beyond(agreement, one)
        one.secrets = [{"secret": secret, "until": None}] if secret else None
        one.record("opened", at=at)
        if one.status == "pending":
            one.ask("challenge", at=at)
        return one

    def revise(self, *, agreement: Agreement, at: str, **asked: Any) -> None:
        """Ask for something else; nothing is recorded if nothing changes. A new endpoint has to answer a challenge."""
        if self.status == "ended":
            self.require("revised")
        changed = sorted(name for name, value in asked.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, asked[name])
        refuse_beyond(agreement, self)
        if "endpoint" in changed:
            self._move_to_endpoint()
        if changed:
            self.record("revised", at=at, revised=changed)
        if "endpoint" in changed:
            self.ask("challenge", at=at)

    def verify(self, *, at: str) -> None:
        """Note that the endpoint is the partner's: it has answered the challenge."""
        if self.status != "pending":
            self.require("verified")
        self.move("active", "verified", at=at)

    def rotate(self, *, secret: str, kept: list[dict[str, str | None]], until: str, at: str) -> None:
        """Take a new secret; a webhook is signed with the one `kept` so far too, until an instant."""
        self._refuse_ended()
        if self.way not in PUSHED:
            raise NoEndpoint(way=self.way)
        self.secrets = [*({**one, "until": until} for one in kept[-1:]), {"secret": secret, "until": None}]
        self.record("secret-rotated", at=at)

    def pause(self, *, at: str, reason: str) -> None:
        """Send nothing for a time."""
        self._wait("paused", reason, at)

    def disable(self, *, at: str, reason: str) -> None:
        """Give up an endpoint that has done nothing but fail. The log is kept, and it catches up from its cursor."""
        self._wait("disabled", reason, at)

    def resume(self, *, at: str) -> None:
        """Send again."""
        if self.status not in {"paused", "disabled"}:
            self.require("resumed")
        self.because = None
        self.move("active", "resumed", at=at)

    def stop(self, *, at: str, reason: str) -> None:
        """Tell nothing more, for the agreement is suspended; whatever it was is remembered."""
        if self.status not in {"ended", "stopped"}:
            self.was, self.because = self.status, reason
            self.move("stopped", at=at, reason=reason)

    def go_on(self, *, at: str) -> None:
        """Be again what it was before the agreement's suspension."""
        if self.status == "stopped":
            status, self.was, self.because = self.was or "active", None, None
            self.move(status, "continued", at=at)

    def end(self, *, at: str, reason: str) -> None:
        """Tell nothing more, for good."""
        self.because = reason
        self.move("ended", at=at, reason=reason)

    def ask(self, what: str, *, at: str, **told: Any) -> None:
        """Have a ping, a challenge or a replay sent. An endpoint that has proved to be the partner's is not challenged again."""
        self._refuse_ended()
        if self.way not in PUSHED:
            raise NothingIsSent(way=self.way)
        if what == "challenge" and self.status == "active":
            return
        if what == "challenge" and self.status != "pending":
            self.require("challenged")
        self.asked += 1
        self.requests = [*self.requests, {"number": self.asked, "what": what, "at": at, **told}][-REMEMBERED:]
        self.record(f"{what}-asked", at=at, number=self.asked)

    def _move_to_endpoint(self) -> None:
        if self.way != "webhook":
            raise NoEndpoint("endpoint", way=self.way)
        if self.status == "stopped":
            self.was = "pending"
        elif self.status != "pending":
            self.require("pending")
            self.status, self.because = "pending", None

    def _wait(self, status: str, reason: str, at: str) -> None:
        self.require(status)
        self.because = reason
        self.move(status, at=at, reason=reason)

    def _refuse_ended(self) -> None:
        if self.status == "ended":
            self.require("used")
