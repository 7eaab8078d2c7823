"""Starts and ends the peers: as many processes of each as the platform runs."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

import urllib3

from gateway.gunicorn import workers
from tests.benchmarks.platform import ROOT, Platform
from tests.benchmarks.template import copy_indexes

DATABASE = "toono_bench_peer"
LOG = Path(ROOT, ".local", "bench-peers.log")
FAST = ["--loop", "uvloop", "--http", "httptools"]
PATIENCE = 20  # seconds


class NotReady(Exception):
    """A peer does not answer."""


class Peers(AbstractContextManager["Peers"]):
    """FastAPI's gateway and service, with the center and the area in a database of their own."""

    def __init__(self, platform: Platform, *, area: str, center: str) -> None:
        self._platform, self._area, self._center = platform, area, center
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Copy the data, start both, and wait until they answer."""
        self._copy()
        service = self._start("service", 1, PEER_SERVICE="")
        self.gateway = self._start("gateway", workers, PEER_SERVICE=service)
        return self

    def __exit__(self, *_error: object) -> None:
        """End both, and drop their database."""
        for one in self._started:
            os.killpg(one.pid, signal.SIGTERM)
        for one in self._started:
            one.wait()
        self._platform.mongo.drop_database(DATABASE)

    def _copy(self) -> None:
        client = self._platform.mongo
        ours, theirs = client["toono_registry"], client[DATABASE]
        client.drop_database(DATABASE)
        for name in ("center", "journal"):
            copy_indexes(ours[name], theirs[name])
        for name, id_ in (("area", self._area), ("center", self._center)):
            theirs[name].insert_one(ours[name].find_one({"_id": id_}) or {})

    def _start(self, name: str, processes: int, **told: str) -> str:
        port = _free_port()
        keys = {f"PEER_{name}": self._platform.told[f"TOONO_{name}"] for name in ("TOKEN_KEY", "SERVICE_KEY")}
        environment = {**os.environ, **keys, **told, "PEER_MONGO": self._platform.addresses["mongo"]}
        command = [sys.executable, "-m", "uvicorn", f"tests.benchmarks.peers.{name}:app", "--port", str(port)]
        quiet = ["--workers", str(processes), "--log-level", "warning", "--no-access-log"]
        with LOG.open("ab") as log:
            one = subprocess.Popen(  # noqa: S603
                command + FAST + quiet, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self._started.append(one)
        _wait(f"http://127.0.0.1:{port}", one)
        return f"http://127.0.0.1:{port}"


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if urllib3.request("GET", f"{url}/livez", timeout=1.0, retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise NotReady(f"{url} does not answer; {LOG} tells more")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
