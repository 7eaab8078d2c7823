"""Copies of other services' aggregates, by their newest public state, in batches."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from shared.envelope import Event
from shared.newest import is_taken, newest_of
from shared.store import Store

Document = dict[str, Any]


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
        found = known.find({"_id": {"$in": [event.subject for event in told]}}, {"version": 1})
        held = {one["_id"]: one["version"] for one in found}
        newest, passed_over = newest_of(told, held)
        kept = {id_: self._kept(kind, event) for id_, event in newest.items()}
        try:
            if kept:
                writes = [_change(id_, state) if id_ in held else InsertOne({"_id": id_, **state}) for id_, state in kept.items()]
                known.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            if not is_taken(error):
                raise
            known.bulk_write([_change(id_, state) for id_, state in kept.items()], ordered=False)  # a reaction was faster
        return passed_over

    def _kept(self, kind: str, event: Event) -> Document:
        return {"version": event.version, **{name: event.state.get(name) for name in self._fields[kind]}}


def _change(id_: str, state: Document) -> UpdateOne:
    """Looks at the version once more: a reaction may have learned of a newer one meanwhile."""
    return UpdateOne({"_id": id_, "version": {"$lt": state["version"]}}, {"$set": state})
