"""A service of the ministry's own, with a plain `@event_handler` and the two settings that the README names, hears our events."""

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import amqp
import pytest

from gateway.asyncapi.examples import example
from gateway.catalog import events
from shared.envelope import CONTENT_TYPE, decode, encode
from tests.client import wait_until

ROOT = Path(__file__).parents[2]
SETTINGS = re.search(r"^```yaml\n(SERIALIZERS.*?)```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)


class Plain:
    """The service as a process of its own: `nameko run` with a file of settings."""

    def __init__(self, wire: Any, folder: Path) -> None:
        self._wire, self._folder = wire, folder
        self.source = f"from{uuid.uuid4().hex[:8]}"
        self.queue = f"evt-{self.source}-center.closed--plain-{self.source}.closed"
        wire.exchange(self.source)
        wire.own(self.queue)

    @contextmanager
    def runs(self, settings: str) -> Iterator[None]:
        """While it listens."""
        config = self._folder / "config.yaml"
        config.write_text(f"AMQP_URI: {self._wire.uri}\nWEB_SERVER_ADDRESS: 127.0.0.1:0\n{settings}")
        environment = {**os.environ, "SOURCE": self.source, "HEARD": str(self._folder / "heard"), "PYTHONWARNINGS": "ignore"}
        command = [f"{sys.prefix}/bin/nameko", "run", "--config", str(config), "tests.integration.plain:Plain"]
        with (
            (self._folder / "log").open("wb") as log,
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as process,  # noqa: S603  # commands of the tests
        ):
            try:
                wait_until(lambda: self.listens() or process.poll() is not None, 30)
                assert process.poll() is None, (self._folder / "log").read_text()
                yield
            finally:
                process.kill()

    def tell(self, content_type: str = CONTENT_TYPE) -> dict[str, Any]:
        """Publish an event as a relay does, unless another content type is named."""
        sent = example(events()["toono.registry.center.closed"]) | {"id": str(uuid.uuid4())}
        self._wire.tell(self.source, "center.closed", encode(decode(json.dumps(sent).encode())), content_type)
        return sent

    @property
    def waiting(self) -> int:
        """How many events wait for it."""
        return int(self._wire.waiting(self.queue))

    @property
    def heard(self) -> list[dict[str, Any]]:
        """What it has heard."""
        path = self._folder / "heard"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def listens(self) -> bool:
        """Whether its queue has a reader."""
        try:
            with self._wire.fresh() as channel:
                return bool(channel.queue_declare(self.queue, passive=True).consumer_count)
        except amqp.exceptions.NotFound:
            return False


@pytest.fixture
def plain(wire, tmp_path):
    return Plain(wire, tmp_path)


def test_with_the_settings_of_the_readme_it_hears_every_event(plain):
    assert SETTINGS is not None
    with plain.runs(SETTINGS[1]):
        sent = [plain.tell() for _ in range(3)]
        wait_until(lambda: len(plain.heard) == len(sent), 10)
    assert plain.heard == sent


def test_without_them_an_event_is_lost_as_the_readme_says(plain):
    with plain.runs(""):
        plain.tell()
        after = plain.tell("application/json")
        wait_until(lambda: plain.heard, 10)
    wait_until(lambda: not plain.listens(), 10)
    assert (plain.heard, plain.waiting) == ([after], 0)
