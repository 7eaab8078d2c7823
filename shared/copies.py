"""Copies of other services' aggregates, by their newest public state, in batches."""

from collections.abc import Mapping, Sequence

from pymongo import UpdateOne

from shared.envelope import Event
from shared.store import Store


class Copies:
    """Keeps `known_<kind>` of a store up to date from events. `knows` names, by "service.kind", the fields that it keeps."""

    def __init__(self, store: Store, knows: Mapping[str, Sequence[str]]) -> None:
        self._store = store
        self._fields = {kind.split(".")[1]: tuple(fields) for kind, fields in knows.items()}

    def apply(self, events: list[Event]) -> None:
        """Take in a batch: of each aggregate the newest version, unless a newer one is known."""
        newest: dict[tuple[str, str], Event] = {}
        for event in events:
            key = (event.kind, event.subject or "")
            if event.subject and event.version and (key not in newest or newest[key].version < event.version):  # type: ignore[operator]
                newest[key] = event
        by_kind: dict[str, list[UpdateOne]] = {}
        for (kind, id_), event in newest.items():
            by_kind.setdefault(kind, []).append(self._update(kind, id_, event))
        for kind, updates in by_kind.items():
            self._store.known(kind).bulk_write(updates, ordered=False)

    def _update(self, kind: str, id_: str, event: Event) -> UpdateOne:
        newer = {"$lt": [{"$ifNull": ["$version", 0]}, event.version]}
        kept = {"version": event.version, **{name: event.state.get(name) for name in self._fields[kind]}}
        return UpdateOne(
            {"_id": id_},
            [{"$replaceWith": {"$cond": [newer, {"$mergeObjects": ["$$ROOT", {"$literal": kept}]}, "$$ROOT"]}}],
            upsert=True,
        )
