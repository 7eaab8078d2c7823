"""What the clients have asked for, and what they were told: the history by which everything is judged."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.client import Api

Told = tuple[int, Any]  # status and body
NOT_NOW = (429, 503)


@dataclass(eq=False)
class Order:
    """One command with its key, as a client gave it, and every answer to it. `subject` is None for what it would make."""

    caller: Api
    client: str
    service: str
    kind: str
    command: str
    method: str
    path: str
    names: dict[str, str]
    body: dict[str, Any]
    key: str
    match: str | None = None
    subject: str | None = None
    in_batch: bool = False
    shared: bool = False  # about a thing that was there before the load
    began: float = 0.0  # time.monotonic()
    seconds: float = 0.0  # until the first answer, or until there was none
    told: list[Told] = field(default_factory=list)
    bare: int = 0  # answers that are a server's fault and do not say when to come again

    def __str__(self) -> str:
        """What became of it, as in ``raise_need 503 /problems/unavailable after 5.1 s``."""
        status, body = self.told[0] if self.told else ("without an answer", None)
        return f"{self.command} {status} {(body or {}).get('type', '')} after {self.seconds:.1f} s, begun at {self.began:.1f}"

    @property
    def accepted(self) -> Told | None:
        """The first answer that says it was carried out."""
        return next((one for one in self.told if one[0] < 300), None)

    @property
    def in_doubt(self) -> bool:
        """Whether nobody has said that it was carried out or refused."""
        return all(status >= 500 or status in NOT_NOW for status, _ in self.told)

    @property
    def about(self) -> str | None:
        """The aggregate that it made or changed, as far as is known."""
        return self.subject or (self.accepted[1]["id"] if self.accepted else None)


class History:
    """All orders of a run. Several threads write into it."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.changed = threading.Condition()

    def note(self, order: Order) -> None:
        """Keep an order that has been tried for the first time."""
        with self.changed:
            self.orders.append(order)
            self.changed.notify_all()

    def accepted(self) -> list[Order]:
        """The orders that were carried out."""
        return [order for order in self.orders if order.accepted]

    def in_doubt(self) -> list[Order]:
        """The orders of which nobody knows what became of them."""
        return [order for order in self.orders if order.in_doubt]

    def refused(self) -> Counter[str]:
        """How often which command got which refusal for good, as in ``reopen_center 409 /problems/too-late``."""
        last = [(order.command, *order.told[-1]) for order in self.orders if not order.accepted and not order.in_doubt]
        return Counter(f"{command} {status} {(body or {}).get('type', '')}" for command, status, body in last)

    def changes(self) -> dict[tuple[str, str, str], int]:
        """By service, kind and id, how often the clients were told that they have changed it; the district's aside."""
        return Counter((order.service, order.kind, str(order.about)) for order in self.accepted() if not order.shared)

    def since(self, moment: float, until: float = float("inf")) -> list[Order]:
        """The orders that began within a time."""
        return [order for order in self.orders if moment <= order.began < until]


def percentile(orders: list[Order], part: float) -> float:
    """The seconds within which that part of the orders had an answer."""
    taken = sorted(order.seconds for order in orders) or [0.0]
    return taken[min(int(len(taken) * part), len(taken) - 1)]
