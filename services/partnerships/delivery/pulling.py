"""What the gateway asks of delivery for a partner that pulls: pages, snapshots and cursors.

Every answer is decided by what the subscription and its agreement are at that moment, also after a long wait.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from services.partnerships.delivery.cursors import Cursors
from services.partnerships.delivery.feed import Feed, Told
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.subscriber import Subscriber, Subscribers
from shared.errors import Conflict, Invalid, NotFound, Refusal

Document = dict[str, Any]
PULLED = frozenset({"active", "paused", "disabled"})
LOOKS = 5  # windows of the log that one request looks through without finding anything


class SubscriptionSilent(Conflict):
    """Nothing is told to a subscription that is not verified, stopped, ended, or without an agreement in force."""

    text = "Nothing is told to this subscription now; it is {status}."
    remedy = "Read the subscription; `because` says why. Once its agreement is in force again it goes on by itself."


class CursorAhead(Invalid):
    """A cursor beyond what has been told."""

    text = "The cursor {cursor} lies beyond the newest, {newest}."
    remedy = "Use the cursor that a page has given you as `next`."


class CursorExpired(Refusal):
    """A cursor whose events are no longer kept (RFC 9110, section 15.5.11)."""

    status = 410
    text = "What follows the cursor {cursor} is no longer kept; the oldest that is follows {oldest}."
    remedy = "Take a snapshot and go on from its cursor."


class Pulling:
    """Answers by name: `operations` is all that can be asked."""

    def __init__(self, subscribers: Subscribers, log: Log, feed: Feed, cursors: Cursors) -> None:
        self._subscribers = subscribers
        self._log = log
        self._feed = feed
        self._cursors = cursors
        self.operations: dict[str, Callable[[Document], Document]] = {
            "/events": self.events, "/again": self.again, "/snapshot": self.snapshot, "/cursor": self.cursor,
            "/commit": self.commit,
        }  # fmt: skip

    def events(self, asked: Document) -> Document:
        """The next page; with `wait` seconds it waits for something to tell."""
        deadline = time.monotonic() + asked["wait"]
        after, looks = self._after(asked), 0
        while True:
            subscriber = self._subscriber(asked)
            page = self._feed.page(subscriber, after=after, limit=asked["limit"])
            after, looks = page.upto, looks + 1
            end = self._log.end()
            left = 0 if self._log.hurried else deadline - time.monotonic()
            if page.told or (after < end and looks >= LOOKS) or (after >= end and left <= 0):
                return _page(page.told, after, end)
            if after >= end:
                self._log.wait(after, left)

    def again(self, asked: Document) -> Document:
        """Events by their ids, or of a time, as they may be seen today."""
        subscriber = self._subscriber(asked)
        which = {name: asked.get(name) for name in ("ids", "since", "until")}
        page = self._feed.again(subscriber, after=asked["after"] or 0, limit=asked["limit"], **which)
        return _page(page.told, page.upto, self._log.end())

    def snapshot(self, asked: Document) -> Document:
        """A page of the newest facts. The first one takes the cursor from which events are to be pulled afterwards."""
        cursor = asked["cursor"] if asked["cursor"] is not None else self._log.end()
        part = self._feed.snapshot(self._subscriber(asked), after=asked["after"] or "", limit=asked["limit"])
        return {"items": [one.document for one in part.told], "after": part.following, "cursor": cursor}

    def cursor(self, asked: Document) -> Document:
        """Where the subscription's own side is."""
        return {"cursor": self._cursors.find(asked["subscription_id"]), "newest": self._log.end()}

    def commit(self, asked: Document) -> Document:
        """Keep where the subscription's own side is."""
        cursor, newest = asked["cursor"], self._log.end()
        if cursor > newest:
            raise CursorAhead("cursor", cursor=cursor, newest=newest)
        self._cursors.commit(asked["subscription_id"], cursor)
        return {"cursor": cursor, "newest": newest}

    def _subscriber(self, asked: Document) -> Subscriber:
        found = self._subscribers.find(asked["subscription_id"], now=datetime.now(UTC))
        if found is None:
            raise NotFound("subscription_id", kind="subscription", id=asked["subscription_id"])
        if found.status not in PULLED or not found.in_force:
            raise SubscriptionSilent(status=found.status if found.status not in PULLED else "lapsed")
        return found

    def _after(self, asked: Document) -> int:
        oldest = self._log.start() - 1
        after = asked["after"] if asked["after"] is not None else self._cursors.find(asked["subscription_id"])
        if after is None:
            return oldest
        if after > (newest := self._log.end()):
            raise CursorAhead("after", cursor=after, newest=newest)
        if after < oldest and after:
            raise CursorExpired("after", cursor=after, oldest=oldest)
        return max(int(after), oldest)


def _page(told: list[Told], upto: int, end: int) -> Document:
    return {"items": [one.document for one in told], "next": upto, "newest": max(end, upto)}
