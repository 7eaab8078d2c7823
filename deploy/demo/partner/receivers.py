"""What runs on the partner's side: the example for partners, twice, and a reader of the queue. Each keeps events in SQLite."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import kombu

from deploy.local.layout import LOCAL, ROOT, make_private

EXAMPLE = ROOT / "deploy" / "examples" / "partner" / "receiver.py"
FOLDER = LOCAL / "demo" / "partner"
TABLE = "CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, event TEXT)"
VHOST = "partners"
AMQP = kombu.Connection("amqp://")  # never opened: it knows the errors of its transport
ERRORS = (OSError, *AMQP.connection_errors, *AMQP.channel_errors)
Event = dict[str, Any]


def kept(way: str) -> dict[str, Event]:
    """Return the events that a receiver has kept, by their ids."""
    file = _folder(way) / "events.db"
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file, timeout=30)) as store:
        store.execute(TABLE)
        return {id_: json.loads(event) for id_, event in store.execute("SELECT id, event FROM events")}


@contextmanager
def example(way: str, settings: Mapping[str, str]) -> Iterator[None]:
    """Let the example for partners receive for as long as the context lasts."""
    folder = _folder(way)
    with (folder / "receiver.log").open("ab") as said, subprocess.Popen(
        [sys.executable, str(EXAMPLE), way], cwd=folder, env={**os.environ, **settings}, stdout=said, stderr=said
    ) as process:  # fmt: skip
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def queue(broker: str, name: str, password: str) -> Iterator[None]:
    """Read the queue of a subscription for as long as the context lasts; `broker` is an AMQP URI of the same node."""
    place = urlsplit(broker)
    uri = f"amqp://{name}:{password}@{place.hostname}:{place.port}/{VHOST}"
    ended = threading.Event()
    reader = threading.Thread(target=_read, args=(uri, name, ended), daemon=True)
    reader.start()
    try:
        yield
    finally:
        ended.set()
        reader.join()


def _read(uri: str, name: str, ended: threading.Event) -> None:
    """Keep what comes and acknowledge it then; while the door is still shut, knock again."""
    with closing(sqlite3.connect(_folder("amqp") / "events.db")) as store:
        store.execute(TABLE)

        def keep(body: Any, message: Any) -> None:
            event = json.loads(body if isinstance(body, str | bytes) else message.body)
            with store:
                store.execute("INSERT OR IGNORE INTO events VALUES (?,?)", (event["id"], json.dumps(event)))
            message.ack()

        while not ended.is_set():
            with contextlib.suppress(*ERRORS), kombu.Connection(uri) as connection:
                own = kombu.Queue(name, no_declare=True)
                with connection.Consumer([own], callbacks=[keep], accept=None):
                    _drain(connection, ended)
            ended.wait(0.2)


def _drain(connection: kombu.Connection, ended: threading.Event) -> None:
    while not ended.is_set():
        with contextlib.suppress(TimeoutError):
            connection.drain_events(timeout=0.2)


def _folder(way: str) -> Path:
    make_private(FOLDER / way)
    return FOLDER / way
