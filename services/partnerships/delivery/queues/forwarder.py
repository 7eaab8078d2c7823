"""The forwarder: what subscriptions of the way amqp may see is put into their queues, and a full queue is waited for."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.partnerships.delivery import metrics
from services.partnerships.delivery.feed import Feed, Told
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.own import own_event
from services.partnerships.delivery.queues.admin import PREFIX, Admin
from services.partnerships.delivery.queues.channel import Queues
from services.partnerships.delivery.queues.places import Place, Places
from services.partnerships.delivery.subscriber import Subscriber, Subscribers
from shared.logs import log

Document = dict[str, Any]
PAGE = 100  # events that one queue is given before it is the next one's turn
LOOK = 0.2  # seconds between two looks at a log that does not grow
REFRESH = 1.0  # seconds between two looks at who may receive
PAUSE = 1.0  # seconds after a failure


class Forwarder:
    """One thread for all queues: none of them can hold it, for a full one refuses at once."""

    def __init__(
        self, *, amqp_uri: str, admin_uri: str, subscribers: Subscribers, feed: Feed, log: Log, database: Database[Document]
    ) -> None:
        self._amqp_uri = amqp_uri
        self._admin = Admin(admin_uri)
        self._subscribers = subscribers
        self._feed = feed
        self._log = log
        self._places = Places(database)
        self._passwords: dict[str, str] = {}
        self._stop = threading.Event()

    def run(self) -> None:
        """Forward until told to stop. A lost broker or database only makes it wait."""
        while not self._stop.is_set():
            queues = None
            try:
                self._admin.prepare(unquote(urlsplit(self._amqp_uri).username or "guest"))
                queues = Queues(self._amqp_uri)
                self._passwords = {}
                self._work(queues)
            except (OSError, amqp.exceptions.AMQPError, PyMongoError) as error:
                log(__name__, "forwarder interrupted", 30, why=repr(error)[:300])
                self._stop.wait(PAUSE)
            finally:
                if queues:
                    queues.close()

    def stop(self) -> None:
        """End after what is under way."""
        self._stop.set()

    def _work(self, queues: Queues) -> None:
        refreshed = float("-inf")
        while not self._stop.is_set():
            if time.monotonic() - refreshed >= REFRESH:
                standing, refreshed = self._refresh(queues), time.monotonic()
            queues.tick()
            end = self._log.end()
            more = [self._turn(queues, one) for one in standing if one.receives]
            if not any(more):
                self._log.wait(end, LOOK if more else REFRESH)

    def _refresh(self, queues: Queues) -> list[Subscriber]:
        """Let in who may receive, and nobody else; whoever is paused keeps what lies in the queue."""
        standing = self._subscribers.standing("amqp", now=datetime.now(UTC))
        admitted = {
            PREFIX + one.id: one for one in standing if one.in_force and one.status in {"active", "paused"} and one.secrets
        }
        there = self._admin.users()
        for user in there - admitted.keys():
            self._turn_away(queues, user)
        for user, one in admitted.items():
            if user not in there or self._passwords.get(user) != one.secrets[0]:
                queues.declare(user)
                self._admin.admit(user, one.secrets[0])
                self._passwords[user] = one.secrets[0]
        return list(admitted.values())

    def _turn_away(self, queues: Queues, user: str) -> None:
        self._admin.remove(user)
        self._passwords.pop(user, None)
        unread = queues.remove(user)
        self._places.go_back(user.removeprefix(PREFIX), unread=unread)
        log(__name__, "queue removed", user=user, unread=unread)

    def _turn(self, queues: Queues, one: Subscriber) -> bool:
        """Put the next events into a queue; tells whether there may be more at once."""
        place = self._places.of(one.id) or self._places.begin(one.id, after=self._log.end_at(one.opened_at))
        for request in one.requests:
            if request["number"] > place.answered:
                return self._carry_out(queues, one, request, place)
        page = self._feed.page(one, after=place.cursor, limit=PAGE)
        taken = queues.put(PREFIX + one.id, page.told)
        metrics.put(one.id, taken=taken, refused=taken < len(page.told))
        if taken < len(page.told):
            self._move(one, page.told[:taken], page.told[taken - 1].sequence if taken else place.cursor)
            return False
        if page.upto > place.cursor:
            self._move(one, page.told, page.upto)
        return bool(page.told)

    def _move(self, one: Subscriber, told: Sequence[Told], to: int) -> None:
        self._places.move(one.id, to=to, sent=[each.sequence for each in told])

    def _carry_out(self, queues: Queues, one: Subscriber, request: Document, place: Place) -> bool:
        """Do a page of what the partner asked for besides the events; all the rest waits for it."""
        if request["what"] == "replay" and request.get("after") is not None:
            self._places.move(one.id, to=int(request["after"]), sent=[])
        elif request["what"] == "replay":
            which = {name: request.get(name) for name in ("ids", "since", "until")}
            page = self._feed.again(one, **which, after=place.again, limit=PAGE)
            if queues.put(PREFIX + one.id, page.told) < len(page.told):
                return False
            if page.upto > place.again:
                self._places.go_through(one.id, page.upto)
                return True
        else:
            event = own_event(one.id, request, {})
            if not queues.put(PREFIX + one.id, [Told(0, event["id"], event)]):
                return False
        self._places.answer(one.id, request["number"])
        return True
