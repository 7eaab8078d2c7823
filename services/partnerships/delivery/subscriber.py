"""A subscription as delivery works with it: what it asks for, what its agreement opens, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.partnerships.model import Agreement, Subscription
from services.partnerships.model.dates import DAY
from shared.events import instant
from shared.store import Store

Document = dict[str, Any]
OPEN = "9999-12-31T23:59:59.999Z"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time from an instant up to, but without, another."""

    since: str
    until: str = OPEN


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """One subscription, with all of its agreement that decides what it may see. It never changes; it is read anew.

    `secrets` are those that sign today, the newest first; `requests` what its partner has asked for besides the events:
    pings, challenges and replays, each with its `number`, which only rises.
    """

    id: str
    version: int
    partner_id: str
    agreement_id: str
    status: str
    way: str  # webhook, feed or amqp
    endpoint: str | None
    opened_at: str | None  # it is told what has arrived since; not known of old ones
    ordered: bool  # per aggregate
    secrets: tuple[str, ...]
    requests: tuple[Document, ...]
    event_types: tuple[str, ...]
    area_ids: frozenset[str]  # as in the filters: empty for all
    center_ids: frozenset[str]
    program_ids: frozenset[str]
    field_names: frozenset[str]
    party: Mapping[str, str | None]
    opened_types: tuple[str, ...]  # by the agreement
    opened_areas: frozenset[str]
    opened_fields: frozenset[str]
    spells: tuple[Spell, ...]  # in which the agreement was in force
    approvals: tuple[Spell, ...]  # in which the ministry allowed facts about single persons
    in_force: bool  # now
    people: bool  # whether facts about single persons may flow now

    @property
    def receives(self) -> bool:
        """Whether anything may be sent to it now."""
        return self.status == "active" and self.in_force


class Subscribers:
    """Reads subscriptions with their agreements; every reading is of now."""

    def __init__(self, store: Store, time_zone: str) -> None:
        self._store = store
        self._zone = ZoneInfo(time_zone)
        self._boxes: dict[str, tuple[bytes, list[Document]]] = {}

    def find(self, id: str, *, now: datetime) -> Subscriber | None:  # noqa: A002
        """The one with this id, whatever its status."""
        document = self._store.collection(Subscription).find_one({"_id": id})
        return next(iter(self._with_agreements([document] if document else [], now)), None)

    def active(self, way: str, *, now: datetime) -> list[Subscriber]:
        """All of a way that may be sent something now."""
        return [one for one in self.standing(way, now=now) if one.receives]

    def standing(self, way: str, *, now: datetime) -> list[Subscriber]:
        """All of a way that have not ended."""
        found = self._store.collection(Subscription).find({"way": way, "status": {"$ne": "ended"}}).sort("_id")
        return self._with_agreements(list(found), now)

    def _with_agreements(self, documents: list[Document], now: datetime) -> list[Subscriber]:
        ids = {one["agreement_id"] for one in documents}
        agreements = {one["_id"]: one for one in self._store.collection(Agreement).find({"_id": {"$in": list(ids)}})}
        return [self._read(one, agreements[one["agreement_id"]], now) for one in documents]

    def _read(self, document: Document, agreement: Document, now: datetime) -> Subscriber:
        scope = agreement.get("data_scope") or {"event_types": [], "area_ids": [], "field_names": []}
        spells = tuple(self._spell(one) for one in agreement.get("spells", ()))
        approvals = tuple(Spell(one["since"], one["until"] or OPEN) for one in agreement.get("approvals", ()))
        present = instant(now)
        stands = agreement["status"] in Agreement.IN_FORCE and any(one.since <= present < one.until for one in spells)
        return Subscriber(
            version=document["version"], partner_id=document["partner_id"], agreement_id=document["agreement_id"],
            status=document["status"], way=document["way"], endpoint=document["endpoint"], ordered=document["ordered"],
            opened_at=document.get("opened_at"), id=document["_id"], secrets=self._secrets(document, present),
            requests=tuple(document["requests"]), event_types=tuple(document["event_types"]), party=agreement["party"],
            opened_types=tuple(scope["event_types"]), area_ids=frozenset(document["area_ids"]),
            center_ids=frozenset(document["center_ids"]), program_ids=frozenset(document["program_ids"]),
            field_names=frozenset(document["field_names"]), opened_areas=frozenset(scope["area_ids"]),
            opened_fields=frozenset(scope["field_names"]), spells=spells, approvals=approvals, in_force=stands,
            people=agreement["people_approved_by_ministry"],
        )  # fmt: skip

    def _spell(self, told: Document) -> Spell:
        """Up to its end, or the end of the agreement's last day where the ministry is, if that comes first."""
        last = datetime.combine(datetime.fromisoformat(told["ends_on"]).date() + DAY, time(), self._zone)
        return Spell(told["since"], min(told["until"] or OPEN, instant(last)))

    def _secrets(self, document: Document, present: str) -> tuple[str, ...]:
        box = document.get("box")
        if not box:
            return ()
        if self._boxes.get(document["_id"], (b"",))[0] != box:
            self._boxes[document["_id"]] = (box, self._unsealed(document))
        kept = self._boxes[document["_id"]][1]
        return tuple(one["secret"] for one in reversed(kept) if one["until"] is None or present < one["until"])

    def _unsealed(self, document: Document) -> list[Document]:
        subscription = Subscription.load(document)
        subscription.box = document["box"]
        secrets: list[Document] = self._store.unseal(subscription).get("secrets", [])
        return secrets
