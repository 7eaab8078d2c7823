"""From each version of an event's schema to the next, for all kinds of aggregates. Nothing is ever taken out of this table.

A step gets the state and the change of an event of the version that it is listed under, which are its own to alter, and returns
those of the next version.
"""

from shared.upcasts import STEPS, Step

TABLE: dict[tuple[str, int], Step] = {}  # ("registry.center", 1): what makes version 2 of version 1
STEPS.update(TABLE)
