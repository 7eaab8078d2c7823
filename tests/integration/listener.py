"""The process of listening.py, from outside: what it is told, and what it has done."""

import base64
import contextlib
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import amqp

from shared import broker
from shared.envelope import Event, encode
from tests.client import wait_until
from tests.integration.jars import Jar, changed
from tests.integration.wire import Wire

ROOT = Path(__file__).parents[2]
RUNGS = dict.fromkeys(broker.RUNGS, 50)  # as in the process that listens


class Listener:
    """The process that listens, what it is told, and what it has done."""

    def __init__(self, wire: Wire, store: Any, uri: str, folder: Path) -> None:
        self.wire, self.store, self.crash, self.log = wire, store, folder / "crash", folder / "log"
        self.name, self.source = store.service, f"from{uuid.uuid4().hex[:8]}"
        with changed(broker, RUNGS=RUNGS):
            wire.consumer(self.name, [(self.source, "jar.poured")], ladder=True)
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        key = base64.b64encode(b"k" * 32).decode()
        self._environment = {
            **os.environ, "LISTENING": self.name, "SOURCE": self.source, "CRASH": str(self.crash), "TOONO_AMQP_URI": wire.uri,
            "TOONO_MONGO_URI": uri, "TOONO_SEAL_KEY": key, "TOONO_BIND": f"127.0.0.1:{port}",
            "TOONO_SERVICE_KEY": "s" * 32, "TOONO_RECEIPT_KEY": "r" * 32,
        }  # fmt: skip

    @contextmanager
    def listens(self) -> Iterator[subprocess.Popen[bytes]]:
        """While the process runs."""
        command = [sys.executable, "-m", "tests.integration.listening"]
        with self.log.open("ab") as log, subprocess.Popen(command, cwd=ROOT, env=self._environment, stderr=log) as process:  # noqa: S603
            try:
                wait_until(lambda: self.wire.readers(broker.inbox(self.name)) or process.poll() is not None, 30)
                assert process.poll() is None, self.log.read_text()
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()

    def tell(self, code: str, *, id_: str | None = None, headers: dict[str, Any] | None = None, **change: Any) -> str:
        """Publish an event that pours a bean into a jar, as the relay does; its id."""
        event = Event(
            id=id_ or str(uuid.uuid4()), source=f"/{self.source}", type=f"toono.{self.source}.jar.poured",
            time="2026-03-01T08:00:00.000Z", subject=code, version=1, change=change,
        )  # fmt: skip
        self.wire.tell(self.source, "jar.poured", encode(event), message_id=event.id, headers=headers or {})
        return event.id

    @property
    def beans(self) -> dict[str, int]:
        """What is in every jar."""
        return {jar["code"]: jar["beans"] for jar in self.store.collection(Jar).find()}

    @property
    def parked(self) -> int:
        """How many were parked."""
        return self.wire.waiting(broker.parked(self.name))

    def first_parked(self) -> amqp.Message:
        """The first that was parked, once there is one."""
        message = wait_until(lambda: self.wire.take(broker.parked(self.name)), 15)
        assert message is not None
        return message

    def settled(self) -> bool:
        """Whether nothing waits for it any more, nor is under way."""
        queues = [broker.inbox(self.name), *(broker.retry(self.name, rung) for rung in RUNGS)]
        return not any(self.wire.waiting(queue) for queue in queues)
