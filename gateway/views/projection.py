"""What a batch of events makes of one generation of the read model.

Of every aggregate the newest version is kept; the roll-ups move by the difference; and for every service it is remembered up
to which position all facts have been seen.
"""

from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession

from gateway.catalog import kinds
from gateway.views.cells import Cell, difference
from gateway.views.generations import Generation
from shared.envelope import Event
from shared.marks import Mark
from shared.newest import newest_of, put

Document = dict[str, Any]


class Projection:
    """What a batch of events makes of one generation of the read model."""

    def __init__(self, model: Generation) -> None:
        self._model = model

    def take_in(self, events: list[Event], session: ClientSession) -> list[Event]:
        """Bring a generation up to date, within a transaction; return what was passed over."""
        cells: dict[tuple[str | None, Cell], int] = {}
        passed_over: list[Event] = []
        for kind, told in _by_kind(events).items():
            ids = list({event.subject for event in told})
            held = {d["_id"]: d for d in self._model[kind].find({"_id": {"$in": ids}}, session=session)}
            newest, stale = newest_of(told, {id_: document["version"] for id_, document in held.items()})
            passed_over += stale
            writes = []
            for id_, event in newest.items():
                writes.append(put(_document(kind, event), held))
                for key, count in difference(kind, held.get(id_), event.state).items():
                    cells[key] = cells.get(key, 0) + count
            if writes:
                self._model[kind].bulk_write(writes, ordered=False, session=session)
            if kind == "area" and writes:
                self._model["marks"].update_one({"_id": "tree"}, {"$inc": {"version": 1}}, upsert=True, session=session)
        self._count(cells, session)
        self._keep_rows(events, session)
        self._mark(events, session)
        return passed_over

    def _count(self, cells: dict[tuple[str | None, Cell], int], session: ClientSession) -> None:
        changes = []
        for (area, (measure, first, second)), count in cells.items():
            if count:
                cell = {"area": area, "measure": measure, "first": first, "second": second}
                changes.append(
                    UpdateOne(
                        {"_id": f"{area}|{measure}|{first}|{second}"}, {"$inc": {"n": count}, "$setOnInsert": cell}, upsert=True
                    )
                )
        if changes:
            self._model["cells"].bulk_write(changes, ordered=False, session=session)

    def _keep_rows(self, events: list[Event], session: ClientSession) -> None:
        for event in events:
            rows = event.change.get("rows")
            if event.subject and rows and isinstance(rows, list):
                writes = [
                    ReplaceOne({"_id": f"{event.subject}:{row['row']:07d}"}, {"of": event.subject, **row}, upsert=True)
                    for row in rows
                ]
                self._model[f"{event.kind}_rows"].bulk_write(writes, ordered=False, session=session)

    def _mark(self, events: list[Event], session: ClientSession) -> None:
        by_service: dict[str, list[Event]] = {}
        for event in events:
            by_service.setdefault(event.service, []).append(event)
        for service, theirs in by_service.items():
            mark = Mark.load(self._model["marks"].find_one({"_id": service}, session=session))
            mark.see(event.position for event in theirs if event.position)
            told = {"$set": mark.document(), "$max": {"as_of": max(event.time for event in theirs)}}
            self._model["marks"].update_one({"_id": service}, told, upsert=True, session=session)


def _by_kind(events: list[Event]) -> dict[str, list[Event]]:
    """The events by what they are about. Facts without a subject tell nothing to be read."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.subject and event.version and event.kind in kinds():
            found.setdefault(event.kind, []).append(event)
    return found


def _document(kind: str, event: Event) -> Document:
    state = {name: value for name, value in event.state.items() if name != "id"}
    document = {**state, "_id": event.subject, "version": event.version, "_at": event.time}
    texts = [text for field in kinds()[kind][1].texts for text in (event.state.get(field) or {}).values()]
    if texts:
        document["_text"] = "\n".join(texts).casefold()
    return document
