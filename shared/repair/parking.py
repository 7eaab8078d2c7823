"""Where parked messages live: taken from the queues into the database, each with an id, its reason and its age.

A queue can neither be listed nor searched without taking its messages out, which reorders them and loses none only if nothing
fails meanwhile. So a consumer's own background process moves what is parked into the collection `parked` as it comes: written
with a majority, then acknowledged. There it has an id, can be listed by the page however many there are, and outlives the
broker. Sending again is asked for in the document and done here, with a confirm.

``{_id, consumer, status: waiting|resending|resent|dropped, event: its attributes, media, body, size, why, tries, times, since,
settled}``. An event that is parked again under way keeps its id: `times` counts, `since` begins anew.
"""

import contextlib
import hashlib
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import amqp
import pymongo
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import broker, metrics
from shared.envelope import ATTRIBUTES, CONTENT_TYPE, Event, UnreadableEvent, decode
from shared.logs import log
from shared.repair.consumers import Consumer
from shared.repair.database import prepare

Document = dict[str, Any]
Arrived = tuple[str, amqp.Message]

AT_ONCE = 100  # messages taken from the queues before they are stored
LOOK = 0.5  # seconds between two looks for what is to be sent again
COUNT = 5.0  # seconds between two countings of what waits
PAUSE = 1.0  # seconds after a failure
KEPT = timedelta(days=90)  # that a message which was sent again can still be looked at
LARGEST = 8 * 1024 * 1024  # bytes of a body that is kept; no fact of ours comes near it
NAMED = 50  # fields of a state that are named
INTEGER = 63  # bits of a number that the database holds
MANY = 10**6
PLACE = uuid.UUID("6f1ad2c0-5f0e-4a52-9d6c-0f3a2b7f5c11")  # the namespace of the ids


class Parking:
    """Keeps what some consumers' queues park, and sends it again when somebody asks."""

    def __init__(self, uri: str, database: Database[Document], consumers: Sequence[Consumer]) -> None:
        self._uri = uri
        self._database = database
        self._parked = database["parked"]
        self._consumers = list(consumers)
        self._stop = threading.Event()
        self._arrived: list[Arrived] = []

    def run(self) -> None:
        """Work until told to stop. A lost broker or database only makes it wait; what was not stored comes again."""
        while not self._stop.is_set():
            connection = None
            try:
                prepare(self._database)
                connection = broker.connect(self._uri, name="parking")
                self._work(connection)
            except (OSError, amqp.exceptions.AMQPError, PyMongoError) as error:
                log(__name__, "parking interrupted", 30, why=repr(error)[:300])
                self._stop.wait(PAUSE)
            finally:
                if connection is not None:
                    with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
                        connection.collect()

    def stop(self) -> None:
        """Finish what is under way."""
        self._stop.set()

    def _work(self, connection: amqp.Connection) -> None:
        channel, out = connection.channel(), connection.channel()
        out.confirm_select()
        channel.basic_qos(0, AT_ONCE, False)  # noqa: FBT003
        self._arrived = []
        for consumer in self._consumers:
            consumer.register(self._database)
            consumer.declare(channel)
            channel.basic_consume(broker.parked(consumer.name), callback=partial(self._take, consumer.name))
        counted = float("-inf")
        while not self._stop.is_set():
            self._gather(connection)
            self._keep(channel)
            self._send_again(out)
            if time.monotonic() - counted >= COUNT:
                self._count()
                counted = time.monotonic()

    def _take(self, consumer: str, message: amqp.Message) -> None:
        self._arrived.append((consumer, message))

    def _gather(self, connection: amqp.Connection) -> None:
        until = time.monotonic() + LOOK
        while len(self._arrived) < AT_ONCE and (left := until - time.monotonic()) > 0 and not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                connection.drain_events(timeout=left)
        connection.heartbeat_tick()

    def _keep(self, channel: amqp.Channel) -> None:
        arrived, self._arrived[:] = self._arrived[:], []
        if arrived:
            now = datetime.now(UTC)
            self._parked.bulk_write([_written(consumer, message, now) for consumer, message in arrived])
            channel.basic_ack(arrived[-1][1].delivery_tag, True)  # noqa: FBT003

    def _send_again(self, channel: amqp.Channel) -> None:
        asked = {"consumer": {"$in": [one.name for one in self._consumers]}, "status": "resending"}
        for kept in self._parked.find(asked).limit(AT_ONCE):
            message = amqp.Message(kept["body"], delivery_mode=2, **({"content_type": kept["media"]} if kept["media"] else {}))
            channel.basic_publish_confirm(message, "", broker.inbox(kept["consumer"]), mandatory=True, timeout=broker.TIMEOUT)
            same = {"_id": kept["_id"], "status": "resending", "times": kept["times"]}  # not if it was parked again meanwhile
            self._parked.update_one(same, {"$set": {"status": "resent", "forgotten_at": datetime.now(UTC) + KEPT}})
            log(__name__, "parked message sent again", consumer=kept["consumer"], id=kept["_id"])

    def _count(self) -> None:
        for consumer in self._consumers:
            waiting = {"consumer": consumer.name, "status": {"$in": ["waiting", "resending"]}}
            metrics.PARKED.labels(consumer.name).set(self._parked.count_documents(waiting))


def _written(consumer: str, message: amqp.Message, now: datetime) -> pymongo.UpdateOne:
    body = message.body if isinstance(message.body, bytes) else message.body.encode(errors="surrogatepass")
    media = message.properties.get("content_type")
    event, unreadable = _event(body, media)
    headers = message.headers or {}
    told: Document = {
        "consumer": consumer, "status": "waiting", "since": now, "size": len(body), "media": media and _text(media),
        "event": event and {name: _storable(getattr(event, name)) for name in ATTRIBUTES},
        "fields": event and {"state": sorted(event.state)[:NAMED], "change": sorted(event.change)[:NAMED]},
        "body": body if len(body) <= LARGEST else None,
        "why": _text(headers.get(broker.WHY) or unreadable or "the consumer rejected it"),
        "tries": _tries(headers.get(broker.ATTEMPT)),
    }  # fmt: skip
    change = {"$set": told, "$inc": {"times": 1}, "$unset": {"forgotten_at": ""}, "$setOnInsert": {"settled": []}}
    return pymongo.UpdateOne({"_id": id_of(consumer, event, body)}, change, upsert=True)


def id_of(consumer: str, event: Event | None, body: bytes) -> str:
    """The id of a parked message: the same for the same event at the same consumer."""
    return str(uuid.uuid5(PLACE, f"{consumer}\n{event.id}" if event else f"{consumer}\n\n{hashlib.sha256(body).hexdigest()}"))


def _event(body: bytes, media: str | None) -> tuple[Event | None, str | None]:
    if media != CONTENT_TYPE:
        return None, f"not a CloudEvent by its content type, {media or 'which is missing'}"
    try:
        return decode(body), None
    except UnreadableEvent as error:
        return None, str(error)


def _text(told: Any) -> str:
    """What a stranger's header says, as text that can be stored."""
    return str(told)[:500].encode(errors="replace").decode()


def _storable(value: Any) -> Any:
    return str(value) if isinstance(value, int) and value.bit_length() > INTEGER else value


def _tries(told: Any) -> int:
    return told if isinstance(told, int) and 0 < told < MANY else 1
