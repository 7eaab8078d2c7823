"""What the lines need of others: a subscription, the feed of what it may see, and somebody who is told what became of it."""

from collections.abc import Sequence
from typing import Any, Protocol

Document = dict[str, Any]


class Subscribed(Protocol):
    """A subscription as it is now; it is read anew every second."""

    @property
    def id(self) -> str:
        """A UUID."""

    @property
    def endpoint(self) -> str | None:
        """The URL."""

    @property
    def opened_at(self) -> str | None:
        """An instant, since which everything is for it; unknown if it is old."""

    @property
    def ordered(self) -> bool:
        """Whether the events of an aggregate are sent in their order."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Those in force, the newest first."""

    @property
    def requests(self) -> Sequence[Document]:
        """What the partner asks for besides the events: `number`, which only rises, `what`, and the particulars."""

    @property
    def receives(self) -> bool:
        """Whether events may be sent now."""


class Told(Protocol):
    """An event as this subscription may see it."""

    @property
    def sequence(self) -> int:
        """Its place in the log."""

    @property
    def id(self) -> str:
        """The event's own id."""

    @property
    def document(self) -> Document:
        """A CloudEvent as structured JSON."""


class Page(Protocol):
    """What follows a cursor."""

    @property
    def told(self) -> Sequence[Told]:
        """In the order of their sequences."""

    @property
    def upto(self) -> int:
        """Where the next page begins, also if nothing was in this one."""


class Feed(Protocol):
    """The log as a subscription may see it today."""

    def page(self, subscriber: Any, *, after: int, limit: int) -> Page:
        """Return what follows a sequence."""

    def again(
        self, subscriber: Any, *, ids: list[str] | None, since: str | None, until: str | None, after: int, limit: int
    ) -> Page:
        """Return what follows a sequence, of these ids or from this time."""


class Outcomes(Protocol):
    """Whoever keeps the subscriptions."""

    def proved(self, subscription: str) -> None:
        """The endpoint has echoed its challenge."""

    def disabled(self, subscription: str, reason: str) -> None:
        """Nothing more is sent: the endpoint is `gone`, or for five days it has been `failing`."""
