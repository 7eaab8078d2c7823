"""A process that stands back leaves the others the processors."""

import asyncio
import os
from pathlib import Path

import pytest

from deploy.local import running
from deploy.local.processes import Process


@pytest.mark.parametrize("nice", [0, 5])
def test_what_works_behind_the_gateway_stands_back(tmp_path, monkeypatch, nice):
    monkeypatch.setattr(running, "LOGS", tmp_path)
    monkeypatch.setattr(running, "log_of", lambda name: tmp_path / f"{name}.log")
    own = os.getpriority(os.PRIO_PROCESS, 0)

    async def run():
        one = running.Running(Process(name="sleeper", command=("sleep", "60"), nice=nice))
        weighed = Path(f"/proc/{one.pid}/autogroup")  # empty where sessions are not weighed
        told = os.getpriority(os.PRIO_PROCESS, one.pid), weighed.read_text().split()[-1:] if weighed.exists() else []
        await one.end()
        return told

    priority, weight = asyncio.run(run())
    assert priority == (nice or own)
    assert weight in ([], [str(nice)])
