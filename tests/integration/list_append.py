"""Whether a history of transactions could have happened one after the other.

Each appends a value of its own to some lists and has read those lists before. Since every value is unique, the lists at the
end tell the order of the appends, and each read tells where it stands in it. If the orders of all lists fit together they draw
no circle (Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", 2020).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Transaction:
    """What one transaction has read, by list, and the value that it appended to those of `appends`."""

    value: str
    reads: Lists
    appends: frozenset[str] = frozenset()


def anomalies(lists: Lists, history: Iterable[Transaction]) -> Iterator[str]:
    """What cannot be, a sentence each; `lists` are those at the end, `history` all that was acknowledged."""
    transactions = list(history)
    for name, values in lists.items():
        yield from (f"{name}: {value} stands {count} times" for value, count in Counter(values).items() if count > 1)
        wanted = {one.value for one in transactions if name in one.appends}
        yield from (f"{name}: {value} was acknowledged and lost" for value in sorted(wanted - set(values)))
        yield from (f"{name}: {value} was refused and stands there" for value in sorted(set(values) - wanted))
    for one in transactions:
        for name, seen in one.reads.items():
            if list(seen) != list(lists[name][: len(seen)]):
                yield f"{name}: {one.value} read what was never there"
    try:
        TopologicalSorter(_before(lists, transactions)).prepare()
    except CycleError as error:
        yield f"a circle: {' < '.join(reversed(error.args[1]))}"


def _before(lists: Lists, transactions: Sequence[Transaction]) -> dict[str, set[str]]:
    """By transaction, those that must have come before it."""
    before: dict[str, set[str]] = defaultdict(set)
    for values in lists.values():
        for earlier, later in pairwise(values):
            before[later].add(earlier)
    for one in transactions:
        for name, seen in one.reads.items():
            if seen:
                before[one.value].add(seen[-1])
            if len(seen) < len(lists[name]) and lists[name][len(seen)] != one.value:
                before[lists[name][len(seen)]].add(one.value)
    return before


def told(entries: Iterable[Mapping[str, Any]], value: str) -> Iterator[Transaction]:
    """The transactions behind journal entries, whose facts carry the lists as `items`, and under `value` what was added."""
    for entry in entries:
        after = {fact["subject"]: fact["state"]["items"] for fact in entry["facts"]}
        appended = next(fact["change"][value] for fact in entry["facts"])
        yield Transaction(appended, {name: items[:-1] for name, items in after.items()}, frozenset(after))
