"""A process that has been started: its log, its end, and whatever it has started itself."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

from deploy.local.layout import LOGS, ROOT, log_of
from deploy.local.pids import signal_group, signal_leader
from deploy.local.processes import Process

GRACE_SECONDS = 25.0  # services and gateway take 20 at most to finish what is in hand
LOG_BYTES = 10 * 2**20


class Running:
    """Leads a group of its own, so that nothing of it outlives it."""

    def __init__(self, process: Process) -> None:
        """Start it, in the repository's root, from an emptied folder where the table asks for one."""
        _empty(process)
        with _open_log(process.name) as log:
            self._popen = subprocess.Popen(
                process.command,
                cwd=ROOT,
                env={**os.environ, **process.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _stand_back(self._popen.pid, process.nice)
        self._started = time.monotonic()
        self.over = asyncio.Event()

    @property
    def pid(self) -> int:
        """The pid of the leader."""
        return self._popen.pid

    @property
    def uptime(self) -> float:
        """The seconds since its start."""
        return time.monotonic() - self._started

    async def wait(self) -> int:
        """Wait for the leader's end, end the rest of the group, return the exit code."""
        await _until_ended(self.pid)
        signal_group(self.pid, signal.SIGKILL)
        self.over.set()
        return self._popen.wait()

    async def end(self) -> None:
        """Ask it to end, and end it when it has not within the time of grace."""
        signal_group(self.pid, signal.SIGCONT)
        signal_leader(self.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(self.wait(), GRACE_SECONDS)
        except TimeoutError:
            signal_group(self.pid, signal.SIGKILL)
            await self.wait()


def _stand_back(pid: int, nice: int) -> None:
    """Lower the priority of a group; where the kernel weighs sessions against each other, that of its session too."""
    with contextlib.suppress(OSError):  # it has ended already, or the kernel knows no such weights
        if nice:
            os.setpriority(os.PRIO_PGRP, pid, nice)
            Path(f"/proc/{pid}/autogroup").write_text(f"{nice}\n")


async def _until_ended(pid: int) -> None:
    ended, loop, descriptor = asyncio.Event(), asyncio.get_running_loop(), os.pidfd_open(pid)
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def _empty(process: Process) -> None:
    if process.emptied:
        shutil.rmtree(process.emptied, ignore_errors=True)
        process.emptied.mkdir(parents=True)


def _open_log(name: str) -> IO[bytes]:
    """Open the log to go on with it; one that has grown is put aside in place of the one before."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = log_of(name)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")
