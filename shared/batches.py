"""Taking in events by the hundred, for copies of state: applied in one transaction, acknowledged in one go.

Only what keeps the newest version of each aggregate may work like this: it needs no receipt, since the version decides.
"""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import amqp
from pymongo.errors import PyMongoError

from shared import broker, metrics
from shared.envelope import CONTENT_TYPE, Event, UnreadableEvent, decode
from shared.events import moment
from shared.failpoints import boundary
from shared.logs import log
from shared.publisher import Publisher, PublishFailed

SIZE = 500  # events in a batch at most
GATHER = 0.05  # seconds that a batch waits for more
LULL = 0.01  # seconds without another one, after which a consumer that is in a hurry waits no more
MANY = 10  # events in the last batch, from which on a consumer that is not in a hurry waits longer
WAIT = 1.0  # seconds for the first event of a batch
PAUSE = 1.0  # seconds after a failure
UNFIT = {2, 16755}  # MongoDB's codes for a value, and a point, that cannot be stored
Apply = Callable[[list[Event]], Sequence[Event]]  # takes them in, and returns those that it passed over: stale, or told before
Read = tuple[amqp.Message, Event]


class BatchConsumer:
    """Reads one queue in batches. An event that `apply` cannot take is parked; the rest of its batch is not held up.

    A batch waits for more for `GATHER` seconds, and while many events come for `busy` seconds: fewer and larger batches cost
    the database less, and a lone event is not held up. It is done sooner if nothing more comes for `lull` seconds, since relays
    tell many at once and then nothing.
    """

    def __init__(
        self,
        uri: str,
        consumer: str,
        bindings: Iterable[tuple[str, str]],
        apply: Apply,
        *,
        busy: float = GATHER,
        lull: float = WAIT,
    ) -> None:
        self._uri = uri
        self._consumer = consumer
        self._bindings = list(bindings)
        self._apply = boundary("commit-effect")(apply)
        self._busy, self._lull = busy, lull
        self._last = 0  # events in the last batch
        self._stop = threading.Event()
        self._arrived: list[amqp.Message] = []
        self._unfit: list[amqp.Message] = []
        self._parking = Publisher(uri, f"{consumer} parking", to_queues=True)

    def run(self) -> None:
        """Consume until told to stop. A lost broker or database only makes it wait; what was not applied comes again."""
        while not self._stop.is_set():
            connection = None
            try:
                connection = broker.connect(self._uri, name=self._consumer)
                self._consume(connection)
            except (OSError, amqp.exceptions.AMQPError, PublishFailed, PyMongoError) as error:
                log(__name__, "consumer interrupted", 30, consumer=self._consumer, why=repr(error)[:300])
                self._stop.wait(PAUSE)
            finally:
                self._unfit = []
                self._parking.close()
                _drop(connection)

    def stop(self) -> None:
        """Finish the batch under way."""
        self._stop.set()

    def _consume(self, connection: amqp.Connection) -> None:
        channel = connection.channel()
        broker.declare_consumer(channel, self._consumer, self._bindings, ladder=False)
        channel.basic_qos(0, 2 * SIZE, False)  # noqa: FBT003
        self._arrived = []
        channel.basic_consume(broker.inbox(self._consumer), callback=self._arrived.append)
        while not self._stop.is_set():
            self._gather(connection)
            if self._arrived:
                batch, self._arrived[:] = self._arrived[:SIZE], self._arrived[SIZE:]
                self._last = len(batch)
                self._take_in(channel, batch)

    def _gather(self, connection: amqp.Connection) -> None:
        until = None
        while len(self._arrived) < SIZE and not self._stop.is_set():
            left = WAIT if until is None else min(until - time.monotonic(), self._lull)
            if left <= 0:
                return
            try:
                connection.drain_events(timeout=left)
            except TimeoutError:
                connection.heartbeat_tick()
                return
            if until is None and self._arrived:
                until = time.monotonic() + (self._busy if self._last >= MANY else GATHER)

    @boundary("deliver")
    def _take_in(self, channel: amqp.Channel, batch: list[amqp.Message]) -> None:
        started = time.perf_counter()
        read = list(self._read(batch))
        stale = self._applied(read)
        self._put_away()
        _acknowledge(channel, batch)
        taken = [event for message, event in read if not _is_parked(message)]
        self._observe(taken, stale, time.perf_counter() - started)

    def _read(self, batch: list[amqp.Message]) -> Iterator[Read]:
        for message in batch:
            try:
                yield message, _event(message)
            except UnreadableEvent as error:
                self._park(message, str(error))

    def _applied(self, read: list[Read]) -> list[Event]:
        """Apply events, and return those that were passed over; what is at fault is found by halves, and parked."""
        try:
            return list(self._apply([event for _, event in read]))
        except Exception as error:  # whatever is wrong with an event, it is parked and not lost
            if _is_away(error):
                raise
            if len(read) == 1:
                self._park(read[0][0], repr(error))
                return []
            log(__name__, "batch taken apart", 30, consumer=self._consumer, events=len(read), why=repr(error)[:300])
        middle = len(read) // 2
        return self._applied(read[:middle]) + self._applied(read[middle:])

    def _park(self, message: amqp.Message, why: str) -> None:
        """Have it published to where the parked wait, before its batch is acknowledged."""
        if _is_parked(message):
            return
        log(__name__, "event parked", 30, consumer=self._consumer, why=why[:300])
        metrics.HANDLED.labels(self._consumer, "unknown", "parked").inc()
        told = {name: message.properties[name] for name in ("content_type",) if message.properties.get(name)}
        headers = {broker.ATTEMPT: 1, broker.WHY: why[:500]}
        self._unfit.append(amqp.Message(_body(message), delivery_mode=2, application_headers=headers, **told))
        message.delivery_info["parked"] = True

    def _put_away(self) -> None:
        """Publish what is to be parked, with confirms; what failed comes again with its batch.

        Raises:
            PublishFailed: the broker did not take it.
        """
        unfit, self._unfit = self._unfit, []
        if unfit:
            self._parking.publish((broker.parked(self._consumer), one) for one in unfit)

    def _observe(self, events: list[Event], stale: list[Event], seconds: float) -> None:
        metrics.HANDLE_DURATION.labels(self._consumer).observe(seconds)
        lag, now, passed_over = metrics.EVENT_LAG.labels(self._consumer), datetime.now(UTC), set(map(id, stale))
        for event in events:
            lag.observe(max((now - moment(event.time)).total_seconds(), 0))
        outcomes = Counter((event.service, "stale" if id(event) in passed_over else "ok") for event in events)
        for (service, outcome), count in outcomes.items():
            metrics.HANDLED.labels(self._consumer, service, outcome).inc(count)


@boundary("ack")
def _acknowledge(channel: amqp.Channel, batch: list[amqp.Message]) -> None:
    """Tell the broker that all of these are done with."""
    channel.basic_ack(batch[-1].delivery_tag, True)  # noqa: FBT003


def _is_parked(message: amqp.Message) -> bool:
    return bool(message.delivery_info.get("parked"))


def _is_away(error: Exception) -> bool:
    """Whether the database is at fault, and not what was to be written."""
    details = getattr(error, "details", None) or {}
    first = (details.get("writeErrors") or [details])[0]
    return isinstance(error, PyMongoError) and first.get("code") not in UNFIT


def _event(message: amqp.Message) -> Event:
    if message.properties.get("content_type") != CONTENT_TYPE:
        raise UnreadableEvent("not a CloudEvent by its content type")
    return decode(_body(message))


def _body(message: amqp.Message) -> bytes:
    return message.body if isinstance(message.body, bytes) else message.body.encode()


def _drop(connection: amqp.Connection | None) -> None:
    if connection is not None:
        with contextlib.suppress(OSError, amqp.exceptions.AMQPError):
            connection.collect()
