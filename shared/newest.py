"""Which events of a batch tell something new of their things; by their versions, whatever order they come in."""

from collections.abc import Iterable, Mapping

from shared.envelope import Event


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
