"""The broker as the tests look at it: queues of their own, what arrives in them, and a wire that can be cut."""

import contextlib
import socket
import threading
import uuid
from typing import Any
from urllib.parse import urlsplit

import amqp

from shared import broker
from shared.envelope import CONTENT_TYPE, Event, decode


class Wire:
    """A connection of the tests' own; what it has declared is gone after the test."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._connection = broker.connect(uri, name="tests", heartbeat=0)  # a test looks elsewhere for long
        self.channel = self._connection.channel()
        self._services: list[str] = []
        self._queues: list[str] = []

    def exchange(self, service: str) -> None:
        """Declare the exchange of a service."""
        broker.declare_exchange(self.channel, service)
        self._services.append(service)

    def listen(self, service: str, key: str = "#") -> str:
        """A queue that takes what a service tells."""
        queue = f"test.{uuid.uuid4().hex}"
        self.exchange(service)
        self.channel.queue_declare(queue, durable=True, auto_delete=False)
        self.channel.queue_bind(queue, broker.exchange(service), key)
        self._queues.append(queue)
        return queue

    def consumer(self, name: str, bindings: list[tuple[str, str]], *, ladder: bool) -> None:
        """Declare a consumer's queues."""
        for service, _ in bindings:
            self.exchange(service)
        broker.declare_consumer(self.channel, name, bindings, ladder=ladder)
        rungs = [broker.retry(name, rung) for rung in broker.RUNGS] if ladder else []
        self._queues += [broker.inbox(name), broker.parked(name), *rungs]

    def tell(self, service: str, key: str, body: bytes, content_type: str | None = CONTENT_TYPE, **more: Any) -> None:
        """Publish a message, whatever it is; `headers` and properties may be told."""
        self.channel.basic_publish(_message(body, content_type, **more), broker.exchange(service), key)

    def put(self, queue: str, body: bytes, content_type: str | None = CONTENT_TYPE, **more: Any) -> None:
        """Publish a message, whatever it is, to one queue."""
        self.channel.basic_publish(_message(body, content_type, **more), "", queue)

    def take(self, queue: str) -> amqp.Message | None:
        """The next message of a queue, acknowledged."""
        return self.channel.basic_get(queue, no_ack=True)

    def events(self, queue: str) -> list[Event]:
        """All events that wait in a queue."""
        return [decode(as_bytes(message)) for message in iter(lambda: self.take(queue), None)]

    def waiting(self, queue: str) -> int:
        """How many messages wait in a queue and are not under way."""
        return int(self.channel.queue_declare(queue, passive=True).message_count)

    def readers(self, queue: str) -> int:
        """How many consumers a queue has."""
        return int(self.channel.queue_declare(queue, passive=True).consumer_count)

    def fresh(self) -> Any:
        """A channel of its own, which the broker may close for what is asked over it."""
        return self._connection.channel()

    def own(self, queue: str) -> None:
        """Remove a queue as well, whoever declares it."""
        self._queues.append(queue)

    def clear(self) -> None:
        """Remove all that was declared."""
        for queue in self._queues:
            self.channel.queue_delete(queue)
        for service in set(self._services):
            self.channel.exchange_delete(broker.exchange(service))
        self._connection.close()


def _message(body: bytes, content_type: str | None, **more: Any) -> amqp.Message:
    kind = {"content_type": content_type} if content_type else {}
    return amqp.Message(body, delivery_mode=2, application_headers=more.pop("headers", {}), **kind, **more)


def as_bytes(message: amqp.Message) -> bytes:
    """The body of a message."""
    return message.body if isinstance(message.body, bytes) else message.body.encode()


class Cuttable:
    """A proxy before the broker: cut, it drops every connection and takes none."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._behind = (str(parts.hostname), int(parts.port or 5672))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._is_cut = False
        self.uri = uri.replace(f":{parts.port}", f":{self._listener.getsockname()[1]}")
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Nothing goes through any more."""
        self._is_cut = True
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """All goes through again."""
        self._is_cut = False

    def close(self) -> None:
        """Cut it, and listen no more."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for one in [self._listener, *self._open]:
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self._behind)
                self._open += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while read := source.recv(65536):
            target.sendall(read)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
