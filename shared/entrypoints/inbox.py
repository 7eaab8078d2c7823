"""`on`: a reaction to others' facts, over nameko's queue consumer.

One queue per service. A message is acknowledged when its effect is committed; what fails climbs the retry ladder
(shared/broker.py), and after the last rung it is parked with its reason. Nothing is acknowledged and lost.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import amqp
from eventlet.semaphore import Semaphore
from kombu import Queue
from kombu.serialization import register
from nameko.extensions import Entrypoint
from nameko.messaging import QueueConsumer

from shared import broker, metrics
from shared.config import Owner
from shared.entrypoints.commands import clock, today
from shared.entrypoints.turns import Turns
from shared.envelope import CONTENT_TYPE, Event, UnreadableEvent, decode
from shared.errors import Overloaded
from shared.events import moment
from shared.failpoints import boundary
from shared.logs import log
from shared.publisher import Publisher
from shared.store import Cause, Store
from shared.store.cause import reaction_key
from shared.store.commits import is_away

KEPT = ("message_id", "correlation_id", "timestamp", "type", "app_id")  # properties of whoever published it
PREFETCH = 16
TIME_ZONE = os.environ.get("TOONO_TIME_ZONE", "Asia/Almaty")

register("cloudevents", None, lambda body: decode(body if isinstance(body, bytes) else body.encode()), CONTENT_TYPE, "utf-8")


class Inbox(QueueConsumer):  # type: ignore[misc]
    """The one queue of the service. It hands each event to the reaction for its type."""

    accept = (CONTENT_TYPE,)
    prefetch_count = PREFETCH

    def __init__(self) -> None:
        super().__init__()
        self.reactions: dict[str, On] = {}

    def register_provider(self, provider: "On") -> None:
        """Take a reaction in. It stays known while the service ends: what still arrives then is no stranger."""
        self.reactions[provider.type] = provider
        super().register_provider(provider)

    def setup(self) -> None:
        """Learn the service's name; the connection that moves failed messages is opened when it is needed."""
        self.consumer = self.container.service_cls.name
        self._mover = Publisher(Owner.read().amqp_uri, f"{self.consumer} retries", to_queues=True)
        self.turns = Turns()  # a backlog about one thing would only meet itself at its commits
        self._moves = Semaphore()  # one at a time: no two greenthreads may read one socket, nor share its confirms

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:  # noqa: ARG002
        """One consumer for all reactions, called after every (re)connection."""
        queue = Queue(broker.inbox(self.consumer), no_declare=True)
        consumer = consumer_cls(queues=[queue], callbacks=[self.hand_over], accept=self.accept)
        consumer.qos(prefetch_count=self.prefetch_count)
        self._consumers = dict.fromkeys(self._providers, consumer)
        return [consumer]

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Park what is no event of ours: rejected, it is dead-lettered into the parked queue."""
        log(__name__, "unreadable message parked", 30, consumer=self.consumer, error=str(exc)[:200])
        metrics.HANDLED.labels(self.consumer, "unknown", "parked").inc()
        message.reject(requeue=False)

    @boundary("deliver")
    def hand_over(self, event: Any, message: Any) -> None:
        """Give the event to its reaction, in a worker of its own, when those before it about the same thing are settled."""
        if not isinstance(event, Event):  # kombu decodes neither an empty body nor the types that it trusts
            self.on_decode_error(message, UnreadableEvent("not an event"))
            return
        reaction = self.reactions.get(event.type)
        if reaction is None:
            self.move(message, broker.parked(self.consumer), 0, "no reaction for this type")
            return
        start = partial(self.container.spawn_managed_thread, partial(reaction.react, event, message), identifier=event.type)
        self.turns.take(thing(event), start)

    @boundary("ack")
    def ack_message(self, message: Any) -> None:
        """Tell the broker that the message is done with."""
        super().ack_message(message)

    def failed(self, message: Any, event: Event, error: BaseException) -> None:
        """Put the message on the next rung of the ladder, or park it; on the last it waits while the database cannot tell."""
        rungs = list(broker.RUNGS)
        tries = tries_of(message.headers) + 1
        if is_away(error) or is_away(error.__cause__) or isinstance(error, Overloaded):
            tries = min(tries, len(rungs))
        climbing = tries <= len(rungs)
        queue = broker.retry(self.consumer, rungs[tries - 1]) if climbing else broker.parked(self.consumer)
        outcome = "retry" if climbing else "parked"
        metrics.HANDLED.labels(self.consumer, event.service, outcome).inc()
        log(
            __name__,
            f"event {outcome}",
            30,
            consumer=self.consumer,
            id=event.id,
            type=event.type,
            tries=tries,
            why=type(error).__name__,
        )
        self.move(message, queue, tries, f"{type(error).__name__}: {error}"[:500])

    def move(self, message: Any, queue: str, tries: int, why: str) -> None:
        """Publish it elsewhere with a confirm, then acknowledge it; if that fails it stays where it was."""
        try:
            with self._moves:
                self._mover.publish([(queue, again(message, tries, why))])
            self.ack_message(message)
        except Exception as error:  # noqa: BLE001  whatever it was, the message must not be lost
            log(__name__, "could not move a message", 40, queue=queue, error=repr(error)[:300])
            self.requeue_message(message)


def thing(event: Event) -> str:
    """What the event is about; an opaque one about itself only."""
    return event.subject or event.id


def tries_of(headers: dict[str, Any] | None) -> int:
    """How often it has been tried; what is no count of ours counts for none."""
    told = (headers or {}).get(broker.ATTEMPT)
    return told if isinstance(told, int) and told > 0 else 0


def again(message: Any, tries: int, why: str) -> amqp.Message:
    """The same message to be published elsewhere: with its id and its headers, but for what the broker has added."""
    body = message.body if isinstance(message.body, bytes) else message.body.encode()
    headers = {name: value for name, value in (message.headers or {}).items() if not name.startswith("x-")}
    kept = {name: message.properties[name] for name in KEPT if message.properties.get(name) is not None}
    return amqp.Message(
        body,
        content_type=CONTENT_TYPE,
        delivery_mode=2,
        application_headers={**headers, broker.ATTEMPT: tries, broker.WHY: why},
        **kept,
    )


class On(Entrypoint):  # type: ignore[misc]
    """A reaction to one type of event."""

    inbox = Inbox()

    def __init__(self, event: str, **kwargs: Any) -> None:
        self.event = event
        super().__init__(**kwargs)

    @property
    def type(self) -> str:
        """The event type that it reacts to."""
        return f"toono.{self.event}"

    def setup(self) -> None:
        """Take part in the inbox."""
        self.inbox.register_provider(self)

    def stop(self) -> None:
        """Leave the inbox; nameko waits until it is empty-handed."""
        self.inbox.unregister_provider(self)

    def react(self, event: Event, message: Any) -> None:
        """Let the service react, and settle the message by how that ended."""
        self.container.spawn_worker(self, (event,), {}, context_data={}, handle_result=partial(self.settle, event, message))

    def settle(self, event: Event, message: Any, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Acknowledge what is done; the rest goes to the ladder. Then it is the next one's turn."""
        try:
            return self._settle(event, message, result, exc_info)
        finally:
            self.inbox.turns.give(thing(event))

    def _settle(self, event: Event, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info:
            self.inbox.failed(message, event, exc_info[1])
            return None, None
        metrics.HANDLED.labels(self.inbox.consumer, event.service, result).inc()
        lag = (datetime.now(UTC) - moment(event.time)).total_seconds()
        metrics.EVENT_LAG.labels(self.inbox.consumer).observe(max(lag, 0))
        self.inbox.ack_message(message)
        return result, None


def on(event: str, reaction: Callable[..., None]) -> Callable[..., Any]:
    """React to an event, as in "registry.center.closed", with ``reaction(work, event)``; exactly once per event."""

    def react(self: Any, arrived: Event) -> str:
        started = time.perf_counter()
        outcome = carry_out_once(self.store, self.name, reaction, arrived, TIME_ZONE)
        metrics.HANDLE_DURATION.labels(self.name).observe(time.perf_counter() - started)
        return outcome

    react.event = event  # type: ignore[attr-defined]
    return On.decorator(event)(react)  # type: ignore[no-any-return]


@boundary("commit-effect")
def carry_out_once(store: Store, consumer: str, reaction: Callable[..., None], event: Event, zone: str = "UTC") -> str:
    """Commit the reaction's effect and its receipt together; "ok", "duplicate" or "moot"."""
    now = clock()
    key = reaction_key(consumer, event.id)
    if store.journal.find_one({"_id": key}, {"_id": 1}):
        return "duplicate"
    cause = Cause(
        key=key, name=f"on {event.type}", now=now, today=today(now, zone),
        correlation=event.correlationid, causation=event.id, traceparent=event.traceparent,
    )  # fmt: skip
    seen: list[str | None] = []

    def do(work: Any) -> None:
        reaction(work, event)
        seen.append(work.no_effect)

    store.carry_out(cause, do)
    return "moot" if seen and seen[-1] else "ok"
