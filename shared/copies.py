"""Copies of other services' aggregates, by their newest public state, in batches."""

from collections.abc import Mapping, Sequence

from pymongo import UpdateOne

from shared.envelope import Event
from shared.newest import newest_of
from shared.store import Store


class Copies:
    """Keeps `known_<kind>` of a store up to date from events. `knows` names, by "service.kind", the fields that it keeps."""

    def __init__(self, store: Store, knows: Mapping[str, Sequence[str]]) -> None:
        self._store = store
        self._fields = {kind.split(".")[1]: tuple(fields) for kind, fields in knows.items()}

    def apply(self, events: list[Event]) -> list[Event]:
        """Take in a batch: of each aggregate the newest version, unless it is known; return what was passed over."""
        by_kind: dict[str, list[Event]] = {}
        for event in events:
            by_kind.setdefault(event.kind, []).append(event)
        return [event for kind, told in by_kind.items() for event in self._learn(kind, told)]

    def _learn(self, kind: str, told: list[Event]) -> list[Event]:
        known = self._store.known(kind)
        held = known.find({"_id": {"$in": [event.subject for event in told]}}, {"version": 1})
        newest, passed_over = newest_of(told, {one["_id"]: one["version"] for one in held})
        if newest:
            known.bulk_write([self._update(kind, id_, event) for id_, event in newest.items()], ordered=False)
        return passed_over

    def _update(self, kind: str, id_: str, event: Event) -> UpdateOne:
        """Looks at the version once more: a reaction may have learned of a newer one meanwhile."""
        newer = {"$lt": [{"$ifNull": ["$version", 0]}, event.version]}
        kept = {"version": event.version, **{name: event.state.get(name) for name in self._fields[kind]}}
        return UpdateOne(
            {"_id": id_},
            [{"$replaceWith": {"$cond": [newer, {"$mergeObjects": ["$$ROOT", {"$literal": kept}]}, "$$ROOT"]}}],
            upsert=True,
        )
