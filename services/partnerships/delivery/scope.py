"""What a subscription may see of a fact: a redacted document, a `withdrawn` tombstone, or nothing. Pure rules, no I/O.

A fact is told if all of this holds:

1. It is one that partners may see at all, and its type is asked for and opened by the agreement.
2. It happened while the agreement was in force; one about a single person besides while the ministry allowed that.
3. It lies where the agreement and the filters look, by where its aggregate was then *and* by where it is today.
4. Nothing that happened since has closed it: an erased learner, a case that ended under the veil.

What has left that sight, by this very fact or because a scope was narrowed or an area moved (narrowing.py), is told as withdrawn:
its id, and nothing else; also if it has changed since, for whoever reads late. Areas are walked along today's tree.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from services.partnerships.contract.delivery import WITHDRAWN
from services.partnerships.delivery.areas import Tree
from services.partnerships.delivery.subscriber import Spell, Subscriber
from services.partnerships.model.scope import KIND, PEOPLE

Document = dict[str, Any]

NEVER = frozenset({"import", "sensitive-case"})
LEFT = "left"  # the past tense of what stands in the log for a thing that has left the sight of some
PERSONAL = {  # what is told of single persons at most, and where they are by the district
    "learner": {"id", "version", "status", "area_id", "sex", "age_band", "registered_on", "erased_on"},
    "enrolment": {
        "id", "version", "status", "area_id", "learner_id", "sex", "age_band", "program_kind", "field", "opened_on",
        "enrolled_on", "ended_on",
    },
    "assessment": {"id", "version", "status", "area_id", "sex", "age_band"},
    "case": {"id", "version", "status", "area_id", "kind", "channel", "received_on", "acknowledged_on", "resolved_on"},
}  # fmt: skip
ATTRIBUTES = ("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "version", "area")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an aggregate is: what scopes and filters look at."""

    area: str | None = None
    center: str | None = None
    program: str | None = None
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """An aggregate as the fact before has left it."""

    time: str
    place: Place


@dataclass(frozen=True, slots=True)
class Today:
    """An aggregate as it is known now. `shut` if nothing of what was told before may be told any more."""

    version: int
    place: Place
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """A fact as the log holds it, without its body."""

    sequence: int
    id: str
    type: str
    subject: str | None
    version: int
    time: str  # instant
    place: Place
    before: Before | None = None
    to: frozenset[str] = frozenset()  # subscriptions out of whose sight it has left without a fact of its own

    @property
    def kind(self) -> str:
        """The kind of aggregate."""
        return self.type.split(".")[KIND]


def place_of(kind: str, subject: str | None, area: str | None, state: Document) -> Place:
    """Where a fact's aggregate is, from what the fact tells."""
    return Place(
        area=area,
        center=subject if kind == "center" else state.get("center_id"),
        program=subject if kind == "program" else state.get("program_id"),
        partner=subject if kind == "partner" else state.get("partner_id"),
    )


def is_shut(kind: str, state: Document) -> bool:
    """Whether an aggregate in this state takes back what was told of it: erased, or ended under the veil."""
    return (kind == "learner" and state["status"] == "erased") or (
        kind == "case" and state["status"] == "closed" and "kind" not in state
    )


def sees(subscriber: Subscriber, fact: Logged, today: Today | None, tree: Tree) -> str | None:
    """``told``, ``withdrawn``, or None for nothing."""
    if fact.to:
        place = today.place if today else fact.place
        return "withdrawn" if subscriber.id in fact.to and not in_sight(subscriber, fact, place, tree) else None
    if fact.subject is None or fact.kind in NEVER or not _then(subscriber.spells, fact.time) or not _may(subscriber, fact):
        return None
    if not _covers(subscriber, fact, fact.place, tree):
        before = fact.before
        left = before and _then(subscriber.spells, before.time) and _covers(subscriber, fact, before.place, tree)
        return "withdrawn" if left else None
    if today is not None and today.version > fact.version and (today.shut or not _covers(subscriber, fact, today.place, tree)):
        return None
    erased = today is not None and today.shut and fact.kind == "learner"
    return "withdrawn" if erased else "told" if _asked(subscriber, fact) else None


def in_sight(subscriber: Subscriber, fact: Logged, place: Place, tree: Tree) -> bool:
    """Whether facts of this aggregate are told today where it is."""
    return _opened(subscriber, fact) and (fact.kind not in PEOPLE or subscriber.people) and _covers(subscriber, fact, place, tree)


def held(subscriber: Subscriber, fact: Logged, tree: Tree) -> bool:
    """Whether an aggregate with this newest fact may be known to a subscription: in sight, and changed since that began."""
    if fact.subject is None or fact.kind in NEVER or not in_sight(subscriber, fact, fact.place, tree):
        return False
    spells = subscriber.approvals if fact.kind in PEOPLE else subscriber.spells
    return any(one.since <= fact.time for one in spells)


def document(subscriber: Subscriber, fact: Logged, event: Document, tree: Tree) -> Document:
    """A fact as it is told: the fields that are opened and asked for, and nothing that leads to other facts."""
    fields = subscriber.opened_fields
    if subscriber.field_names:
        fields &= subscriber.field_names
    told = {name: event[name] for name in ATTRIBUTES if name in event}
    state, change = event["data"]["state"], event["data"]["change"]
    if fact.kind in PEOPLE:
        fields, change = fields & PERSONAL[fact.kind], {}
        district = tree.district(fact.place.area)
        state = {**state, "area_id": district}
        told["area"] = district
    shown = {name: value for name, value in state.items() if name in fields}
    return {**told, "data": {"state": shown, "change": _narrowed(change, fields)}}


def tombstone(fact: Logged, event: Document) -> Document:
    """What is told of something that has left the sight of a subscriber: that it did."""
    told = {name: event[name] for name in ("specversion", "id", "subject", "time", "datacontenttype")}
    kind = ".".join(fact.type.split(".")[: KIND + 1])
    return {**told, "source": "/partnerships", "type": WITHDRAWN, "data": {"withdrawn": kind}}


def matches(type_: str, named: Iterable[str]) -> bool:
    """Whether a type is named, itself or by a prefix of whole parts. A prefix above the kind names nothing about persons."""
    parts = type_.split(".")
    least = KIND + 1 if parts[KIND] in PEOPLE else 1
    return any(one == type_ or (type_.startswith(f"{one}.") and one.count(".") + 1 >= least) for one in named)


def kinds_named(named: Collection[str], all_kinds: Iterable[str]) -> list[str]:
    """Of all kinds (``programs.session``) those of which types are named."""
    return [kind for kind in all_kinds if any(_touch(f"toono.{kind}", one) for one in named)]


def _touch(kind: str, one: str) -> bool:
    return kind == one or kind.startswith(f"{one}.") or one.startswith(f"{kind}.")


def _then(spells: tuple[Spell, ...], when: str) -> bool:
    return any(one.since <= when < one.until for one in spells)


def _may(subscriber: Subscriber, fact: Logged) -> bool:
    """Whether facts of this kind may be told at all."""
    if not _opened(subscriber, fact):
        return False
    return fact.kind not in PEOPLE or (subscriber.people and _then(subscriber.approvals, fact.time))


def _opened(subscriber: Subscriber, fact: Logged) -> bool:
    return _names_kind(subscriber.opened_types, fact) and _names_kind(subscriber.event_types, fact)


def _names_kind(named: Iterable[str], fact: Logged) -> bool:
    kind = fact.type.rpartition(".")[0]
    least = KIND if fact.kind in PEOPLE else 0
    return any(_touch(kind, one) and one.count(".") >= least for one in named)


def _asked(subscriber: Subscriber, fact: Logged) -> bool:
    """Whether this type is opened and asked for."""
    return matches(fact.type, subscriber.opened_types) and matches(fact.type, subscriber.event_types)


def _covers(subscriber: Subscriber, fact: Logged, place: Place, tree: Tree) -> bool:
    """Whether an aggregate of this kind is to be seen at this place."""
    lineage = tree.above(place.area)
    party = subscriber.party
    if fact.kind == "subscription" and place.partner != subscriber.partner_id:
        return False
    if party["kind"] == "center" and place.center != party["id"]:
        return False
    if party["kind"] == "area" and party["id"] not in lineage:
        return False
    if subscriber.opened_areas and subscriber.opened_areas.isdisjoint(lineage):
        return False
    if fact.kind not in PEOPLE:
        return _filtered(subscriber, place, lineage)
    return _filtered(subscriber, Place(), tree.above(tree.district(place.area)))


def _filtered(subscriber: Subscriber, place: Place, lineage: list[str]) -> bool:
    """Whether the filters let it pass. Of a person they know the district only."""
    if subscriber.area_ids and subscriber.area_ids.isdisjoint(lineage):
        return False
    if subscriber.center_ids and place.center not in subscriber.center_ids:
        return False
    return not subscriber.program_ids or place.program in subscriber.program_ids


def _narrowed(change: Document, fields: Collection[str]) -> Document:
    """Of a change the fields that may be told, within what was before as well."""
    told = {name: value for name, value in change.items() if name in fields}
    if isinstance(told.get("before"), dict):
        told["before"] = {name: value for name, value in told["before"].items() if name in fields}
    return told
