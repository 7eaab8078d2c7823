"""A process that stands back leaves the others the processors."""

import asyncio
import os
from pathlib import Path

import pytest

from deploy.local import running
from deploy.local.keys import Keys
from deploy.local.processes import Process, waves
from deploy.local.settings import Settings


def weight_of(pid):
    """What the kernel weighs its session by; nothing where sessions are not weighed."""
    told = Path(f"/proc/{pid}/autogroup")
    return told.read_text().split()[-1:] if told.exists() else []


@pytest.mark.parametrize("nice", [0, 5])
def test_what_works_behind_the_gateway_stands_back(tmp_path, monkeypatch, nice):
    monkeypatch.setattr(running, "LOGS", tmp_path)
    monkeypatch.setattr(running, "log_of", lambda name: tmp_path / f"{name}.log")
    own = os.getpriority(os.PRIO_PROCESS, 0)

    async def run():
        one = running.Running(Process(name="sleeper", command=("sleep", "60"), nice=nice))
        told = os.getpriority(os.PRIO_PROCESS, one.pid), weight_of(one.pid)
        await one.end()
        return told

    priority, weight = asyncio.run(run())
    assert priority == (nice or own)
    assert weight in ([], [str(nice)])


def test_only_the_gateway_and_what_all_stand_upon_do_not():
    table = [one for wave in waves(Settings(port_base=17000, country="KZ"), Keys()) for one in wave if not one.once]
    assert {one.name for one in table if not one.nice} == {"gateway", "epmd", "broker", "mongod"}
