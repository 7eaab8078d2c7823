"""A courier between the exchanges and the inboxes, who carries events several times, in another order, or with poison among them.

The inboxes' bindings are moved to queues of the courier's own; what arrives there is put into the inboxes as `arrange` says, a
window of messages at a time. When it is done the bindings are as they were.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import amqp

from gateway.views.projector import BINDINGS, CONSUMER
from services.background import NAMES, consumers_of, service_class
from shared import broker
from shared.envelope import CONTENT_TYPE
from tests.client import wait_until
from tests.faults.counting import COUNTED, NAME
from tests.faults.platform import Platform
from tests.faults.quiet import unsent
from tests.faults.row import Trial

WINDOW = 100  # messages
PATIENCE = 180  # seconds until all has been carried
LATE = 0.3  # seconds after which a window that is not full is carried all the same
Bindings = list[tuple[str, str]]
Window = list[bytes]
Arrange = Callable[[str, Window], Window]


def consumers() -> Iterator[tuple[str, Bindings]]:
    """Everybody who has an inbox, with what is bound to it."""
    for name in NAMES:
        for consumer in consumers_of(service_class(name)):
            yield consumer.name, list(consumer.bindings)
    yield CONSUMER, BINDINGS
    yield NAME, list(COUNTED)


def plain(_consumer: str, window: Window) -> Window:
    """Change nothing."""
    return window


class Courier:
    """Carries from the time that the context is entered. `arrange` makes of a consumer's window what is delivered."""

    def __init__(self, platform: Platform) -> None:
        self._uri = platform.amqp
        self._bindings = dict(consumers())
        self._stop = threading.Event()
        self._windows: dict[str, Window] = {name: [] for name in self._bindings}
        self.arrange: Arrange = plain
        self.taken = self.delivered = 0
        self.holds = False  # takes only, and delivers nothing

    def __enter__(self) -> Self:
        """Take over: first bind the own queues too, then unbind the inboxes, so that nothing is missed."""
        with self._channel() as channel:
            for consumer, bindings in self._bindings.items():
                channel.queue_declare(_own(consumer), durable=True, auto_delete=False)
                for service, key in bindings:
                    channel.queue_bind(_own(consumer), broker.exchange(service), key)
                    channel.queue_unbind(broker.inbox(consumer), broker.exchange(service), key)
        self._thread = threading.Thread(target=self._carry, name="courier", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give back: bind the inboxes again, carry the rest, and take the own queues away."""
        with self._channel() as channel:
            for consumer, bindings in self._bindings.items():
                for service, key in bindings:
                    channel.queue_bind(broker.inbox(consumer), broker.exchange(service), key)
                    channel.queue_unbind(_own(consumer), broker.exchange(service), key)
        wait_until(self._nothing_comes, PATIENCE)  # the broker may have routed something to a queue that it is not in yet
        self._stop.set()
        self._thread.join()
        with self._channel() as channel:
            for consumer in self._bindings:
                channel.queue_delete(_own(consumer))

    def finish(self, trial: Trial) -> None:
        """Hold the load back until everything that is under way has been carried."""
        trial.load.allowed.clear()
        try:
            trial.load.rest()
            wait_until(lambda: unsent(trial) == 0 and self._nothing_comes(), PATIENCE)
        finally:
            trial.load.allowed.set()

    def _nothing_comes(self) -> bool:
        """Whether nothing has come for a while, and all that came is carried."""
        return self.is_idle() and not any(self._windows.values())

    def is_idle(self) -> bool:
        """Whether nothing has come for a while."""
        seen = self.taken
        self._stop.wait(2 * LATE)
        return self.taken == seen

    @contextmanager
    def _channel(self) -> Iterator[amqp.Channel]:
        connection = broker.connect(self._uri, name="courier")
        try:
            yield connection.channel()
        finally:
            connection.close()

    def _carry(self) -> None:
        with self._channel() as channel:
            began = dict.fromkeys(self._bindings, time.monotonic())
            while True:
                is_last = self._stop.is_set()  # looked at first: what came meanwhile must still be found
                found = [self._take(channel, consumer) for consumer in self._bindings]
                for consumer, window in self._windows.items():
                    is_due = len(window) >= WINDOW or (window and time.monotonic() - began[consumer] > LATE)
                    if is_due and not self.holds:
                        self._deliver(channel, consumer)
                    if not self._windows[consumer]:
                        began[consumer] = time.monotonic()
                if not any(found):
                    if is_last and not any(self._windows.values()):
                        return
                    time.sleep(0.02)

    def _take(self, channel: amqp.Channel, consumer: str) -> bool:
        message = channel.basic_get(_own(consumer), no_ack=True)
        if message:
            self._windows[consumer].append(message.body if isinstance(message.body, bytes) else message.body.encode())
            self.taken += 1
        return message is not None

    def _deliver(self, channel: amqp.Channel, consumer: str) -> None:
        window, self._windows[consumer] = self._windows[consumer], []
        for body in self.arrange(consumer, window):
            told = amqp.Message(body, content_type=CONTENT_TYPE, delivery_mode=2)
            channel.basic_publish(told, "", broker.inbox(consumer))
            self.delivered += 1


def _own(consumer: str) -> str:
    return f"faults.courier.{consumer}"
