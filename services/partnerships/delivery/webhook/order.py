"""What is sent one after the other: for most subscriptions nothing, for ordered ones the events of one aggregate."""

from collections.abc import Sequence

from services.partnerships.delivery.webhook.sending import Task, Tried
from services.partnerships.delivery.webhook.waiting import Waiting

Strands = list[list[Task]]


def loose(tasks: Sequence[Task]) -> Strands:
    """Return every task by itself."""
    return [[one] for one in tasks]


def by_aggregate(tasks: Sequence[Task]) -> dict[str | None, list[Task]]:
    """Return the tasks of each aggregate in their order."""
    strands: dict[str | None, list[Task]] = {}
    for task in sorted(tasks, key=lambda one: one.told.sequence):
        strands.setdefault(task.told.document.get("subject"), []).append(task)
    return strands


def due(tasks: Sequence[Task], subscription: str, waiting: Waiting) -> Strands:
    """Return of tasks that waited those before which nothing of their aggregate waits."""
    strands = by_aggregate(tasks)
    heads = waiting.heads(subscription, list(strands)) if strands else {}
    return [strand for subject, strand in strands.items() if heads.get(subject) == strand[0].told.sequence]


def fresh(tasks: Sequence[Task], subscription: str, waiting: Waiting) -> tuple[Strands, list[Tried]]:
    """Return what may be sent of tasks that follow the cursor, and what is held since something of its aggregate waits."""
    strands = by_aggregate(tasks)
    heads = waiting.heads(subscription, list(strands)) if strands else {}
    held = [Tried(task, held=True) for subject, strand in strands.items() if subject in heads for task in strand]
    return [strand for subject, strand in strands.items() if subject not in heads], held
