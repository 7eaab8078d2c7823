"""A copy of the platform of the benchmarks' own: beside the one of `make up`, and empty at the beginning of every run."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from deploy.cli.tokens import claims, sign

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".local" / "bench"
RELAYS = ("registry-relay", "programs-relay", "partnerships-relay", "feedback-relay")
VALID = 24 * 3600  # seconds that a token is good for


class NotUp(Exception):
    """The platform did not start; the message is what it said."""


class Platform:
    """Starts, stops and freezes processes of the copy, and knows where everything is."""

    def __init__(self) -> None:
        embedded = {name: value for name, value in os.environ.items() if name not in {"TOONO_MONGO_URI", "TOONO_AMQP_URI"}}
        self._environment = {**embedded, "TOONO_LOCAL": str(FOLDER), "TOONO_LOG_LEVEL": "warning"}

    def up(self) -> None:
        """Start everything, without a trace of an earlier run.

        Raises:
            NotUp: something does not become ready.
        """
        self.down()
        self._ask("up")
        self.addresses: dict[str, Any] = json.loads((FOLDER / "endpoints.json").read_text())
        self.told: dict[str, str] = json.loads((FOLDER / "environment.json").read_text())
        self.gateway: str = self.addresses["gateway"]
        self.mongo: MongoClient[dict[str, Any]] = MongoClient(self.addresses["mongo"], tz_aware=True)
        self.token = self.token_of("ministry_administrator")

    def down(self) -> None:
        """Stop everything, and remove what it has stored."""
        if FOLDER.exists():
            self._ask("down")
            shutil.rmtree(FOLDER)

    def token_of(self, role: str, **where: str) -> str:
        """A token with one grant, in a place or everywhere."""
        return sign(self.told["TOONO_TOKEN_KEY"], claims(role=role, where=where, now=int(time.time()), seconds=VALID))

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """Let these processes stand still for as long as the context lasts."""
        try:
            for name in names:
                self._ask("pause", name)
            yield
        finally:
            for name in names:
                self._ask("resume", name)

    def processes(self) -> list[dict[str, Any]]:
        """What runs, with pids."""
        rows: list[dict[str, Any]] = json.loads(self._run("status", "--json").stdout)["processes"]
        return rows

    def _ask(self, *words: str) -> None:
        asked = self._run(*words)
        if asked.returncode:
            raise NotUp((asked.stdout + asked.stderr)[-3000:])

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "deploy.local", *words]
        return subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False)  # noqa: S603
