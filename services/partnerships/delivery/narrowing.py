"""What takes things out of the sight of subscriptions without a fact of their own: a scope narrowed, an area moved in the tree.

A narrowing is ``{_id: the fact's id, time, above, agreement, before}``: `above` is what an area had above it, itself first;
`before` is how an agreement opened its facts. It is written with the fact and removed when all that left is in the log.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from services.partnerships.delivery import scope
from services.partnerships.delivery.areas import Tree
from services.partnerships.delivery.scope import Logged
from services.partnerships.delivery.subscriber import Subscriber
from services.partnerships.model.scope import people_in

Document = dict[str, Any]
LOOKED_AT = ("party", "data_scope", "people_approved_by_ministry")  # of an agreement


def narrowing(held: Mapping[str, Any], newest: Mapping[str, Any], tree: Tree) -> Document | None:
    """What a fact may have taken out of sight, by its aggregate as it was and as it is; `tree` is the one before."""
    cause = {"_id": newest["id"], "time": newest["time"], "above": None, "agreement": None, "before": None}
    if newest["kind"] == "registry.area" and held["parent"] != newest["parent"]:
        return {**cause, "above": tree.above(held["subject"])}
    if newest["kind"] == "partnerships.agreement":
        before, after = (_opening(one) for one in (held, newest))
        return {**cause, "agreement": newest["subject"], "before": before} if before != after else None
    return None


def tree_before(cause: Document, tree: Tree) -> Tree:
    """Today's tree as it was before an area was moved."""
    above: list[str] = cause["above"] or []
    return Tree({**tree.parents, **dict(zip(above, [*above[1:], None], strict=False))}, tree.countries)


def concerned(subscriber: Subscriber, cause: Document, tree: Tree) -> bool:
    """Whether a subscription can lose anything: it is of the agreement, or looks at what the area is no longer part of."""
    if cause["agreement"]:
        return bool(subscriber.agreement_id == cause["agreement"])
    lost = set(cause["above"]) - set(tree.above(cause["above"][0]))
    looked = {subscriber.party["id"], *subscriber.opened_areas, *subscriber.area_ids}
    return not lost.isdisjoint(looked) or bool(people_in({"event_types": [*subscriber.event_types]}))  # whose district may change


def as_before(subscriber: Subscriber, cause: Document) -> Subscriber:
    """A subscription under its agreement as that was before."""
    if not cause["agreement"]:
        return subscriber
    before = cause["before"]
    opened = before["data_scope"] or {"event_types": [], "area_ids": []}
    return replace(
        subscriber, party=before["party"], people=before["people_approved_by_ministry"],
        opened_types=tuple(opened["event_types"]), opened_areas=frozenset(opened["area_ids"]),
    )  # fmt: skip


def has_lost(subscriber: Subscriber, fact: Logged, cause: Document, tree: Tree, before: Tree) -> bool:
    """Whether something whose newest fact this is was in sight before, and is not any more."""
    return scope.held(as_before(subscriber, cause), fact, before) and not scope.in_sight(subscriber, fact, fact.place, tree)


def _opening(agreement: Mapping[str, Any]) -> Document:
    state = orjson.loads(agreement["body"])["data"]["state"]
    return {name: state.get(name) for name in LOOKED_AT}
