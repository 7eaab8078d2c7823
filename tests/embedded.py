"""A platform and a database of the tests' own, beside whatever else runs on this machine."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local import ports
from deploy.local.layout import ROOT

FOLDER = ROOT / ".local" / "test"
FIRST_PORT = 27000  # apart from where a developer's copy looks for free ones


@dataclass(frozen=True)
class Embedded:
    """A platform that runs in a folder."""

    folder: Path
    environment: dict[str, str]

    @property
    def endpoints(self) -> dict[str, Any]:
        """Where everything listens."""
        found: dict[str, Any] = json.loads((self.folder / "endpoints.json").read_text())
        return found

    @property
    def token_key(self) -> str:
        """What tokens are signed with."""
        key: str = json.loads((self.folder / "secrets.json").read_text())["token_key"]
        return key

    def rows(self) -> list[dict[str, Any]]:
        """How the processes are, as `status --json` tells it; ready or not."""
        asked = self._run("status", "--json")
        rows: list[dict[str, Any]] = json.loads(asked.stdout)["processes"]
        return rows

    def control(self, *command: str) -> str:
        """Run ``python -m deploy.local`` on it, as in ``control("stop", "broker")``; returns what it printed."""
        done = self._run(*command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  # commands of the tests
            [sys.executable, "-m", "deploy.local", *command],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip

    @contextmanager
    def without(self, *names: str) -> Iterator[None]:
        """Stop processes for as long as the context lasts; they are ready again when it ends."""
        for name in names:
            self.control("stop", name)
        try:
            yield
        finally:
            for name in names:
                self.control("start", name)


@contextmanager
def platform() -> Iterator[Embedded]:
    """A platform without any data; or the running one of the folder that TOONO_TEST_LOCAL names, left as it is."""
    running = os.environ.get("TOONO_TEST_LOCAL")
    if running:
        yield Embedded(Path(running).absolute(), _environment(Path(running).absolute()))
        return
    base = ports.next_free_base(ports.OFFSETS, int(os.environ.get("TOONO_PORT_BASE") or FIRST_PORT))
    found = Embedded(FOLDER, {**_environment(FOLDER), "TOONO_PORT_BASE": str(base)})
    if FOLDER.exists():
        found.control("down")
        shutil.rmtree(FOLDER)
    try:
        found.control("up")
        yield found
    finally:
        found.control("down")


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A mongod of its own, a replica set of one, which can be told to fail (`failCommand`); its URI."""
    from deploy.local import database as embedded  # noqa: PLC0415
    from deploy.local.settings import Settings  # noqa: PLC0415

    lifetime = f"transactionLifetimeLimitSeconds={embedded.TRANSACTION_SECONDS}"
    mongod, port = embedded.command(Settings(port_base=0, country="KZ"))[0], _free_port()
    command = [mongod, "--dbpath", str(folder), "--port", str(port), "--bind_ip", "127.0.0.1", "--replSet", "test"]
    command += ["--setParameter", "enableTestCommands=1", "--setParameter", lifetime]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--nounixsocket", "--quiet"], stdout=log, stderr=log)  # noqa: S603  # likewise
    try:
        yield _initiated(port)
    finally:
        process.terminate()
        process.wait(30)


def _initiated(port: int) -> str:
    from pymongo import MongoClient  # noqa: PLC0415

    with MongoClient[dict[str, Any]]("127.0.0.1", port, directConnection=True) as client:
        client.admin.command("replSetInitiate", {"_id": "test", "members": [{"_id": 0, "host": f"127.0.0.1:{port}"}]})
    return f"mongodb://127.0.0.1:{port}/?replicaSet=test"


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TOONO_LOCAL": str(folder), "PYTHONPATH": str(ROOT)}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
