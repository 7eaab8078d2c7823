"""The examples for partners as processes, run as they are."""

import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.layout import ROOT

FOLDER = ROOT / "deploy" / "examples" / "partner"
RECEIVERS = {"receiver.py": sys.executable, "receiver.mjs": "node"}


class Receiver:
    """An example as a process, in a folder of its own."""

    def __init__(self, program: str, folder: Path, **settings: str) -> None:
        self._command = [RECEIVERS[program], str(FOLDER / program)]
        self._folder = folder
        self.settings = settings
        self.said: queue.Queue[str] = queue.Queue()

    @contextmanager
    def runs(self, way: str) -> Iterator[subprocess.Popen[str]]:
        """While it runs; it is killed in the end."""
        with subprocess.Popen(  # noqa: S603  # commands of the tests
            [*self._command, way], cwd=self._folder, env={**os.environ, **self.settings}, stdout=subprocess.PIPE, text=True
        ) as process:  # fmt: skip
            reader = threading.Thread(target=self._listen, args=(process,))
            reader.start()
            try:
                yield process
            finally:
                process.kill()
                process.wait(10)
                reader.join(10)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.put(line.strip())

    @property
    def kept(self) -> list[str]:
        """All ids that it has said it keeps, so far."""
        return [line.split()[1] for line in list(self.said.queue)]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
