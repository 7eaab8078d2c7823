"""Replaces a process under load without a request that fails.

How depends on what it is. A service shares its port with its successor, which is started beside it and has to listen before
the old one is asked to end; that one answers what is in hand, and the gateway sends the rest to the successor. gunicorn is
told to add a worker, and when that works to end an old one, until all are new. What takes no requests is restarted.
"""

import asyncio
import signal
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import psutil

from deploy.local.pids import signal_leader
from deploy.local.processes import Process
from deploy.local.running import Running

DEADLINE_SECONDS = 60.0
POLL_SECONDS = 0.1
LIMIT = "toono_worker_limit "


class NotReplaced(Exception):
    """The successor did not become ready; the old process goes on."""


async def successor(process: Process) -> Running:
    """Start another one beside the running one, and return it when it listens.

    Raises:
        NotReplaced: it ended, or does not listen in time; it is ended again.
    """
    started = Running(process)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await _until(lambda: listens(started.pid, urlsplit(process.ready).port))
    except (TimeoutError, psutil.NoSuchProcess) as error:
        await started.end()
        message = f"The successor of {process.name} does not become ready; the old one goes on."
        raise NotReplaced(message) from error
    return started


def listens(pid: int, port: int | None) -> bool:
    """Tell whether the process accepts connections at the port."""
    connections = psutil.Process(pid).net_connections("tcp")
    return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in connections)


async def workers(master: int, metrics: str) -> None:
    """Have gunicorn replace its workers, one after the other; returns when the old ones have ended.

    Raises:
        NotReplaced: a new one does not become ready in time; the old ones go on.
    """
    old = children(master)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS * len(old)):
            while left := old & children(master):
                await _another(master, metrics)
                signal_leader(master, signal.SIGTTOU)  # it ends the oldest
                await _until(lambda: not left <= children(master))
    except TimeoutError as error:
        message = "The gateway's new workers do not become ready, or the old ones do not end; what works goes on."
        raise NotReplaced(message) from error


async def _another(master: int, metrics: str) -> None:
    """Have gunicorn start one more worker; returns when it works."""
    before = places(metrics)
    signal_leader(master, signal.SIGTTIN)
    await _until(lambda: places(metrics) > before)


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110  nobody tells
        await asyncio.sleep(POLL_SECONDS)


def children(master: int) -> set[int]:
    """Return the pids of a process' children."""
    return {child.pid for child in psutil.Process(master).children()}


def places(metrics: str) -> float:
    """Return how many requests all workers that can work take at a time."""
    with urllib.request.urlopen(metrics, timeout=5) as answer:  # noqa: S310  an address of our own table
        lines = answer.read().decode().splitlines()
    return float(next((line.removeprefix(LIMIT) for line in lines if line.startswith(LIMIT)), "0"))
