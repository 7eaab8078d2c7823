"""Whether a schema of events keeps what an earlier one promised.

It is read in two directions at once: today's consumers read the events of yesterday, which lie in journals and queues, and
the consumers of partners, who read what was published, read the events of today.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
LOWER, UPPER = ("minimum", "minLength", "minItems", "minProperties"), ("maximum", "maxLength", "maxItems", "maxProperties")
SAME = ("type", "format", "pattern", "const")
WITHIN = ("items", "additionalProperties", "propertyNames")
LISTED = ("anyOf", "allOf", "oneOf", "prefixItems")


def broken(before: Json, after: Json, at: str = "state") -> Iterator[str]:
    """What no longer holds, a sentence each; `at` is where in the event the schemas stand."""
    for name in SAME:
        if before.get(name) != after.get(name):
            yield f"{at}: {name} was {before.get(name)} and is {after.get(name)}"
    codes = after.get("enum", [])
    gone = [str(code) for code in before.get("enum", ()) if codes and code not in codes]
    if gone or (codes and "enum" not in before):
        yield f"{at}: takes fewer values than before{': ' + ', '.join(gone) + ' cannot be read' if gone else ''}"
    yield from _narrowed(before, after, at)
    yield from _fields(before, after, at)
    for name in WITHIN:
        if isinstance(before.get(name), dict) and isinstance(after.get(name), dict):
            yield from broken(before[name], after[name], f"{at}[]")
    for name in LISTED:
        ours, theirs = before.get(name, []), after.get(name, [])
        if len(ours) != len(theirs):
            yield f"{at}: {name} had {len(ours)} forms and has {len(theirs)}"
        for one, other in zip(ours, theirs, strict=False):
            yield from broken(one, other, at)


def _narrowed(before: Json, after: Json, at: str) -> Iterator[str]:
    for name in LOWER:
        if name in after and after[name] > before.get(name, float("-inf")):
            yield f"{at}: {name} was {before.get(name)} and is {after[name]}"
    for name in UPPER:
        if name in after and after[name] < before.get(name, float("inf")):
            yield f"{at}: {name} was {before.get(name)} and is {after[name]}"


def _fields(before: Json, after: Json, at: str) -> Iterator[str]:
    fields, now = before.get("properties", {}), after.get("properties", {})
    needed, needs = set(before.get("required", ())), set(after.get("required", ()))
    for name in fields:
        if name not in now:
            yield f"{at}.{name}: was removed"
        else:
            yield from broken(fields[name], now[name], f"{at}.{name}")
    for name in sorted(needs - needed):
        yield f"{at}.{name}: is required, and events of before lack it"
    for name in sorted((needed & set(now)) - needs):
        yield f"{at}.{name}: is no longer in every event"
