"""The order in which areas can be accepted: parents before children."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Parents = Mapping[str, str | None]


class Ancestry(NamedTuple):
    """Codes with parents before children, and for each code in a cycle the codes of that cycle."""

    order: list[str]
    cycles: dict[str, tuple[str, ...]]


def parents_first(codes: Iterable[str], parents: Parents) -> Ancestry:
    """Order the codes by their parents, whatever the depth; each code is visited once."""
    done: dict[str, None] = {}
    cycles: dict[str, tuple[str, ...]] = {}
    wanted = dict.fromkeys(codes)
    for code in wanted:
        path = _path_up(code, parents, done)
        cycle = _cycle_at_end(path, parents)
        cycles.update(dict.fromkeys(cycle, cycle))
        done.update(dict.fromkeys(reversed(path)))
    return Ancestry([code for code in done if code in wanted], cycles)


def is_above(upper: str, code: str, parents: Parents) -> bool:
    """Tell whether ``upper`` is ``code`` or one of its ancestors."""
    seen: set[str] = set()
    step: str | None = code
    while step is not None and step not in seen:
        if step == upper:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def _path_up(code: str, parents: Parents, done: Mapping[str, None]) -> list[str]:
    """Walk up from a code until there is no parent, a visited one, or one of this walk."""
    path: dict[str, None] = {}
    step: str | None = code
    while step is not None and step not in done and step not in path:
        path[step] = None
        step = parents.get(step)
    return list(path)


def _cycle_at_end(path: list[str], parents: Parents) -> tuple[str, ...]:
    back = parents.get(path[-1]) if path else None
    return tuple(path[path.index(back) :]) if back in path else ()
