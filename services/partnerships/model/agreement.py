"""Agreements: a partner's linkage with a center, an area or the ministry, from the proposal to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from services.partnerships.model import dates
from services.partnerships.model.scope import NoPeopleToApprove, NothingApproved, PeopleNotApproved, Scope, people_in
from shared.errors import Conflict
from shared.events import Aggregate

Spell = dict[str, str | None]  # since an instant, until another
FLAGS = {"suspended": "center_suspended", "closed": "center_closed"}  # by the center's status
TERM_OVER = "term_over"


class CenterClosed(Conflict):
    """Nothing comes into force with a center that is closed."""

    text = "The agreement's center is closed."
    remedy = "End this agreement, and propose one with another center or with the area."


@dataclass(kw_only=True)
class Agreement(Aggregate):
    """What a partner and a party have agreed.

    `party` is ``{"kind": "center" | "area" | "ministry", "id": …}``; `area_id` is the area of the center, the area itself, or
    none for the ministry. `data_scope` is described in scope.py; without one, no facts are shared. `spells` are the times in
    which it was in force, each also over at the end of its own last day; `approvals` those in which facts about single persons
    were allowed. What happened outside of them is never told.
    """

    KIND = "agreement"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "proposed": ("negotiating",),
        "negotiating": ("signed",),
        "signed": ("active",),
        "active": ("expiring", "suspended"),
        "expiring": ("active", "suspended", "ended"),
        "suspended": ("active", "ended"),
        "ended": (),
    }
    IN_FORCE: ClassVar[frozenset[str]] = frozenset({"active", "expiring"})
    PRIVATE = frozenset({"spells", "approvals"})
    INDEXED = ("partner_id", "center_id")

    partner_id: str
    party: dict[str, str | None]
    center_id: str | None = None
    purpose: dict[str, str]
    sectors: list[str]
    role: str
    starts_on: str
    ends_on: str
    data_scope: Scope | None = None
    people_approved_by_ministry: bool = False
    signed_on: str | None = None
    suspended_because: str | None = None
    ended_because: str | None = None
    flags: list[str] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    approvals: list[Spell] = field(default_factory=list)

    @classmethod
    def propose(cls, *, center_status: str | None, at: str, **terms: Any) -> "Agreement":
        """Put terms on the table. `center_status` is that of the center, if one is the party."""
        agreement = cls(status="proposed", flags=_flags(center_status), **terms)
        dates.refuse_reversed(agreement.starts_on, agreement.ends_on)
        agreement.record("proposed", at=at)
        return agreement

    def revise(self, *, at: str, **terms: Any) -> None:
        """Change the terms, as long as nothing is signed; nothing is recorded if nothing changes."""
        if self.status not in {"proposed", "negotiating"}:
            self.require("revised")
        changed = self._take(terms, at)
        dates.refuse_reversed(self.starts_on, self.ends_on)
        if changed:
            self.record("revised", at=at, revised=changed)

    def negotiate(self, *, at: str) -> None:
        """Sit down together."""
        self.move("negotiating", "negotiation-opened", at=at)

    def sign(self, *, on: str, today: str, at: str) -> None:
        """Sign the terms as they stand."""
        self.require("signed")
        dates.refuse_future("signed_on", on, today=today)
        self._refuse_closed_center()
        self.signed_on = on
        self.move("signed", at=at, on=on)

    def activate(self, *, today: str, at: str) -> None:
        """Put what is signed into force."""
        if self.status != "signed":
            self.require("activated")
        self._come_into_force(today)
        self._begin(at)
        self.move("active", "activated", at=at)

    def note_expiring(self, *, today: str, at: str) -> None:
        """Note that the end is near: NOTICE or less."""
        self.require("expiring")
        dates.refuse_early(today, self.ends_on, -dates.NOTICE)
        self.move("expiring", at=at, ends_on=self.ends_on)

    def renew(self, *, ends_on: str, today: str, at: str, reason: str) -> None:
        """Let it run longer."""
        if self.status not in self.IN_FORCE:
            self.require("renewed")
        if ends_on <= self.ends_on:
            raise dates.NotLonger("ends_on", ends_on=ends_on, present=self.ends_on)
        before, self.ends_on = self.ends_on, ends_on
        self._come_into_force(today)
        self._lengthen(lapsed=today > before, at=at)
        self.status = "active"
        self.record("renewed", at=at, reason=reason, before=before)

    def suspend(self, *, at: str, reason: str) -> None:
        """Take it out of force for a time."""
        self.require("suspended")
        self.suspended_because = reason
        _close(self.spells, at)
        self.move("suspended", at=at, reason=reason)

    def resume(self, *, today: str, at: str, reason: str) -> None:
        """End its suspension."""
        if self.status != "suspended":
            self.require("resumed")
        self._come_into_force(today)
        self._begin(at)
        self.suspended_because = None
        self.move("active", "resumed", at=at, reason=reason)

    def end(self, *, at: str, reason: str) -> None:
        """End it for good."""
        self.require("ended")
        self.ended_because = reason
        _close(self.spells, at)
        self.move("ended", at=at, reason=reason)

    def end_due(self, *, today: str, at: str) -> None:
        """End it because its last day has passed, by way of *expiring* if nobody has noted that yet."""
        dates.refuse_early(today, self.ends_on, dates.DAY)
        if self.status == "active":
            self.note_expiring(today=today, at=at)
        self.end(at=at, reason=TERM_OVER)

    def rescope(self, *, data_scope: Scope | None, at: str, reason: str) -> None:
        """Open other facts than were signed. What the ministry had approved must be approved anew."""
        if self.status in {"proposed", "negotiating", "ended"}:
            self.require("rescoped")
        self._take({"data_scope": data_scope}, at)
        self.record("rescoped", at=at, reason=reason)

    def approve_people(self, *, at: str) -> None:
        """Allow the person-level types that the scope names. This is the ministry's to say."""
        if self.status == "ended":
            self.require("approved")
        if not people_in(self.data_scope):
            raise NoPeopleToApprove
        if not self.people_approved_by_ministry:
            self.approvals.append({"since": at, "until": None})
        self.people_approved_by_ministry = True
        self.record("people-approved", at=at)

    def withdraw_people(self, *, at: str, reason: str) -> None:
        """Take that approval back, at any time."""
        if not self.people_approved_by_ministry:
            raise NothingApproved
        self._disapprove(at)
        self.record("people-withdrawn", at=at, reason=reason)

    def put_right(self, *, today: str, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Correct what was recorded wrongly; with a corrected end, it may not be expiring after all."""
        ends_on = changes.get("ends_on", self.ends_on)
        dates.refuse_reversed(changes.get("starts_on", self.starts_on), ends_on)
        if self.status == "expiring" and not dates.is_near(today, ends_on):
            changes = {**changes, "status": "active"}
        if self.status in self.IN_FORCE and self.spells:
            self.spells[-1]["ends_on"] = ends_on
        self.correct(at=at, reason=reason, changes=changes)

    def covers(self, center_id: str, above: set[str]) -> bool:
        """Whether a center is of its party. `above` are the ids of the center's area and those above it."""
        kind, id_ = self.party["kind"], self.party["id"]
        return kind == "ministry" or id_ == center_id or (kind == "area" and id_ in above)

    def follow_center(self, *, center_id: str, area_id: str, center_status: str, at: str) -> bool:
        """Come in line with the center, or with that which took its place; False if there was nothing to do."""
        flags = _flags(center_status)
        moved = (center_id, area_id) != (self.center_id, self.area_id)
        if self.status == "ended" or not (moved or flags != self.flags):
            return False
        if moved:
            before = {"center_id": self.center_id, "area_id": self.area_id}
            self.center_id, self.area_id = center_id, area_id
            self.party = {"kind": "center", "id": center_id}
            self.record("moved", at=at, before=before)
        if flags != self.flags:
            lifted, self.flags = self.flags, flags
            self.record("flagged" if flags else "unflagged", at=at, flags=flags or lifted)
        return True

    def _take(self, terms: Mapping[str, Any], at: str) -> list[str]:
        changed = sorted(name for name, value in terms.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, terms[name])
        if "data_scope" in changed:
            self._disapprove(at)
        return changed

    def _disapprove(self, at: str) -> None:
        self.people_approved_by_ministry = False
        _close(self.approvals, at)

    def _begin(self, at: str) -> None:
        self.spells.append({"since": at, "until": None, "ends_on": self.ends_on})

    def _lengthen(self, *, lapsed: bool, at: str) -> None:
        """Let the present spell run to the new end; if its last day has passed, a new one begins."""
        if lapsed or not self.spells:
            self._begin(at)
        else:
            self.spells[-1]["ends_on"] = self.ends_on

    def _come_into_force(self, today: str) -> None:
        self._refuse_closed_center()
        dates.refuse_outside(today, self.starts_on, self.ends_on)
        people = people_in(self.data_scope)
        if people and not self.people_approved_by_ministry:
            raise PeopleNotApproved(types=", ".join(people))

    def _refuse_closed_center(self) -> None:
        if "center_closed" in self.flags:
            raise CenterClosed


def _close(spells: list[Spell], at: str) -> None:
    if spells and spells[-1]["until"] is None:
        spells[-1]["until"] = at


def _flags(center_status: str | None) -> list[str]:
    return [FLAGS[center_status]] if center_status in FLAGS else []
