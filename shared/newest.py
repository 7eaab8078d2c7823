"""Which events of a batch tell something new of their things; by their versions, whatever order they come in."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from pymongo import InsertOne, ReplaceOne
from pymongo.errors import BulkWriteError

from shared.envelope import Event

Document = dict[str, Any]
TAKEN = 11000  # MongoDB's code for a unique value that is there already


def newest_of(events: Iterable[Event], held: Mapping[str, int]) -> tuple[dict[str, Event], list[Event]]:
    """By id the newest event of each thing of one kind, if it is newer than the version that is held.

    And those that are passed over, since what they tell was known when they came: stale ones, and ones told again.
    """
    newest: dict[str, Event] = {}
    known, passed_over = dict(held), list[Event]()
    for event in events:
        if event.subject and event.version:
            if known.get(event.subject, 0) < event.version:
                newest[event.subject], known[event.subject] = event, event.version
            else:
                passed_over.append(event)
    return newest, passed_over


def put(document: Document, held: Container[str]) -> InsertOne[Document] | ReplaceOne[Document]:
    """What writes a document, within a snapshot in which these ids are held. An insert costs the database half of an upsert."""
    return ReplaceOne({"_id": document["_id"]}, document) if document["_id"] in held else InsertOne(document)


def is_taken(error: BulkWriteError) -> bool:
    """Whether nothing else failed than inserts of what is there already."""
    return all(failed["code"] == TAKEN for failed in (error.details or {}).get("writeErrors", [{"code": None}]))
