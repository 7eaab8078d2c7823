"""The log's entries: made of facts as they arrive, and read again as scopes look at them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from services.partnerships.delivery.scope import Before, Logged, Place, Today, is_shut, place_of
from shared.envelope import Event, encode
from shared.events import instant, moment

Document = dict[str, Any]


def positions(events: list[Event]) -> dict[str, list[int]]:
    """The positions that facts have, by their services."""
    found: dict[str, list[int]] = {}
    for event in events:
        found.setdefault(event.service, []).extend([event.position] if event.position else [])
    return found


def key_of(kind: str, subject: str | None) -> str:
    """Under what the newest fact of an aggregate is kept."""
    return f"{kind}:{subject}"


def written(events: list[Event], newest: dict[str, Document], sequence: int) -> tuple[list[Document], set[str]]:
    """The log's entries of events, with `newest` brought up to date; and the keys that changed there."""
    made, changed = [], set()
    for event in events:
        sequence += 1
        entry = entry_of(event, sequence)
        key = key_of(event.kind, event.subject)
        held = newest.get(key)
        if held is not None and event.version and held["version"] < event.version:
            entry["before"] = {"time": held["time"], "place": held["place"]}
            entry["areas"] = sorted({area for area in (entry["place"]["area"], held["place"]["area"]) if area})
        if event.subject and event.version and (held is None or held["version"] < event.version):
            newest[key] = {**entry, "_id": key, "sequence": sequence, **_standing(event)}
            changed.add(key)
        made.append(entry)
    return made, changed


def entry_of(event: Event, sequence: int) -> Document:
    """What the log keeps of a fact."""
    place = place_of(event.kind, event.subject, event.area, event.state)
    return {
        "_id": sequence, "id": event.id, "type": event.type, "kind": f"{event.service}.{event.kind}", "subject": event.subject,
        "version": event.version or 0, "time": instant(moment(event.time)), "before": None,
        "place": {"area": place.area, "center": place.center, "program": place.program, "partner": place.partner},
        "areas": [place.area] if place.area else [], "at": datetime.now(UTC), "body": encode(event),
    }  # fmt: skip


def _standing(event: Event) -> Document:
    told: Document = {"shut": is_shut(event.kind, event.state)}
    if event.kind == "area":
        parent, code = event.state.get("parent_id"), str(event.state.get("code"))
        told |= {"parent": parent, "country": parent is None and code.isalpha() and code.isupper() and len(code) == 2}  # noqa: PLR2004
    return told


def logged(document: Mapping[str, Any]) -> Logged:
    """What the rules of scopes look at of an entry, or of a newest fact."""
    before = document["before"]
    return Logged(
        document.get("sequence") or document["_id"], document["id"], document["type"], document["subject"], document["version"],
        document["time"], Place(**document["place"]), Before(before["time"], Place(**before["place"])) if before else None,
        frozenset(document.get("to", ())),
    )  # fmt: skip


def known_today(document: Mapping[str, Any]) -> Today:
    """What is known of an aggregate by its newest fact."""
    return Today(document["version"], Place(**document["place"]), document["shut"])


def read(body: bytes) -> Document:
    """The event behind a body."""
    event: Document = orjson.loads(body)
    return event
