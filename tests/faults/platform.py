"""A platform of the suite's own, every process of which can be killed, frozen, cut off, or started with a bug in it."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from deploy.cli.tokens import claims, sign
from deploy.local import control, ports
from deploy.local.layout import ROOT
from tests.client import Api, wait_until
from tests.integration.certificates import authority

FOLDER = ROOT / ".local" / "faults"
RED = ROOT / ".local" / "faults-red"  # the logs of rows that did not hold
INSIDE = ROOT / "tests" / "faults" / "inside"
FIRST_PORT = 23000
BEFORE, VALID = 2 * 86_400, 4 * 86_400  # seconds for which a token is good before and after it is made: clocks go wrong
READY = 120  # seconds
LEAVES = 60  # seconds that the supervisor may take to end
STEP = 0.5  # seconds between two looks
DISKS = {"mongodb": 3072, "rabbitmq": 2048}  # MiB; in memory, so that they can be filled
SERVICES = ("registry", "programs", "partnerships", "feedback")
RELAYS = tuple(f"{name}-relay" for name in SERVICES)
OURS = (*SERVICES, *RELAYS, "registry-relay-2", "tally", "projector", "delivery", "importer", "verifier", "gateway")
Row = dict[str, Any]


class NotUp(Exception):
    """The platform did not start; the message is what it said."""


class Platform:
    """Starts it, breaks it, and knows where everything is."""

    def __init__(self, *, members: int = 1, folder: Path = FOLDER) -> None:
        self.folder, self.members = folder, members
        kept = {name: value for name, value in os.environ.items() if name not in {"TOONO_MONGO_URI", "TOONO_AMQP_URI"}}
        base = ports.next_free_base(ports.OFFSETS, int(os.environ.get("TOONO_PORT_BASE") or FIRST_PORT))
        self._environment = {
            **kept, "TOONO_LOCAL": str(folder), "TOONO_PORT_BASE": str(base), "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self._ends = contextlib.ExitStack()

    def up(self) -> None:
        """Start everything, without a trace of an earlier run, and wait until it is ready.

        Raises:
            NotUp: the supervisor has ended.
        """
        self.down()
        self.folder.mkdir(parents=True)
        for name, size in DISKS.items():
            mount(self.folder / name, size)
        self.authority = authority(self.folder)
        self._environment["TOONO_WEBHOOK_TRUST"] = self.authority.file
        with (self.folder / "supervisor.log").open("wb") as log:
            command = [sys.executable, "-m", "tests.faults.supervising", str(self.members)]
            self._supervisor = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        self._ends.callback(self._supervisor.wait, LEAVES)
        self.ready(seconds=READY)
        self.addresses: dict[str, Any] = json.loads((self.folder / "endpoints.json").read_text())
        self.environment: dict[str, str] = json.loads((self.folder / "environment.json").read_text())
        self.amqp: str = self.addresses["amqp"]
        self.mongo: MongoClient[Row] = MongoClient(self.addresses["mongo"], tz_aware=True, serverSelectionTimeoutMS=5000)
        self._ends.callback(self.mongo.close)
        self.api = Api(self.addresses["gateway"])

    def down(self) -> None:
        """Stop everything, and remove what it has stored."""
        if self.folder.exists():
            self.command("down", may_fail=True)
            self._ends.close()
            for name in DISKS:
                unmount(self.folder / name)
            shutil.rmtree(self.folder)

    def token(self, role: str = "ministry_administrator", **where: str) -> str:
        """A token with one grant, in a place or everywhere."""
        return self.token_of((role, where))

    def token_of(self, *grants: tuple[str, Mapping[str, str]]) -> str:
        """A token with several grants, each a role and its place; its bearer is known by the first role."""
        told = [claims(role=role, where=where, now=int(time.time()) - BEFORE, seconds=BEFORE + VALID) for role, where in grants]
        granted = [grant for one in told for grant in one["grants"]]
        return sign(self.environment["TOONO_TOKEN_KEY"], {**told[0], "grants": granted})

    def rows(self) -> dict[str, Row]:
        """How the processes are, by their names."""
        return {row["name"]: row for row in control.ask("status", local=self.folder)["processes"]}

    def ready(self, *names: str, seconds: float = READY) -> None:
        """Wait until these are ready, or all.

        Raises:
            NotUp: they are not in time, or the supervisor has ended.
        """
        until = time.monotonic() + seconds
        while late := self._late(names):
            if self._supervisor.poll() is not None or time.monotonic() > until:
                raise NotUp(f"{late} not ready; {(self.folder / 'supervisor.log').read_text()[-2000:]}")
            time.sleep(STEP)

    def _late(self, names: tuple[str, ...]) -> list[str]:
        try:
            rows = self.rows()
        except control.NotRunning:
            return ["supervisor"]
        return [name for name, row in rows.items() if not row["ready"] and (not names or name in names)]

    def fail_at(self, process: str, point: str) -> Path:
        """End the process the next time that it passes there; the file that is returned is gone when it has."""
        armed = self.folder / "failpoints" / process / point
        armed.touch()
        return armed

    def pid(self, name: str) -> int | None:
        """The process's id; None while it is down."""
        found: int | None = self.rows()[name]["pid"]
        return found

    def kill(self, name: str) -> None:
        """SIGKILL for it with all that it has started; the supervisor starts it again."""
        control.ask("kill", name, local=self.folder)

    def stop(self, *names: str) -> None:
        """SIGTERM, and stay away."""
        for name in names:
            control.ask("stop", name, local=self.folder)

    def start(self, *names: str) -> None:
        """Start what was stopped, and wait until it is ready."""
        for name in names:
            control.ask("start", name, local=self.folder)
        self.ready(*names, seconds=READY)  # a member that was killed first replays what it has written since its checkpoint

    @contextlib.contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """SIGSTOP for as long as the context lasts."""
        for name in names:
            control.ask("pause", name, local=self.folder)
        try:
            yield
        finally:
            for name in names:
                control.ask("resume", name, local=self.folder)

    def link(self, mode: str, *names: str) -> int:
        """Let the ways of these to the broker be so; the number of connections that were ever spoilt."""
        return sum(control.ask("link", f"{name}={mode}", local=self.folder)["spoilt"] for name in names)

    def spoilt(self, *names: str) -> int:
        """How many connections of these to the broker were ever spoilt."""
        return sum(control.ask("link", name, local=self.folder)["spoilt"] for name in names)

    def way(self, name: str) -> int:
        """The port by which a process reaches the broker, and nobody else."""
        return int(control.ask("link", name, local=self.folder)["port"])

    @contextlib.contextmanager
    def linked(self, mode: str, *names: str) -> Iterator[None]:
        """The same, for as long as the context lasts."""
        self.link(mode, *names)
        try:
            yield
        finally:
            self.link("open", *names)

    def tell(self, **told: str) -> None:
        """What every process hears at its next start."""
        for name, value in told.items():
            control.ask("tell", f"{name}={value}", local=self.folder)

    def plant(self, bug: str) -> None:
        """Start all processes of ours anew with a bug of tests/faults/bugs in them; `command` has it too from then on.

        A relay that was killed holds its lease for some seconds more: what is broken before the next one has it meets no bug.
        """
        self._environment |= {"TOONO_FAULT_BUG": bug, "PYTHONPATH": f"{INSIDE}:{ROOT}"}
        self.tell(TOONO_FAULT_BUG=bug)
        before = self._epochs()
        for name in OURS:
            self.kill(name)
        self.ready()
        wait_until(lambda: all(epoch > before[name] for name, epoch in self._epochs().items()), READY)

    def _epochs(self) -> dict[str, int]:
        """How often the lease of each relay was taken."""
        heads = {name: self.mongo[f"toono_{name}"]["relay"].find_one({"_id": "head"}) or {"epoch": 0} for name in SERVICES}
        return {name: head["epoch"] for name, head in heads.items()}

    def command(self, *words: str, module: str = "deploy.local", may_fail: bool = False) -> str:
        """Run a command of the copy, and return what it printed.

        Raises:
            CalledProcessError: it failed.
        """
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=300, check=not may_fail
        )
        return done.stdout

    def log(self, name: str) -> str:
        """What a process has said."""
        return (self.folder / "logs" / f"{name}.log").read_text(errors="replace")

    def keep_logs(self, row: str) -> Path:
        """Copy what every process has said to a folder that stays when the platform is taken down, in place of an earlier one."""
        kept = RED / row
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder / "logs", kept)
        return kept

    def signal_group(self, name: str, number: signal.Signals) -> None:
        """A signal for it with all that it has started."""
        if pid := self.pid(name):
            os.killpg(pid, number)


def mount(folder: Path, mebibytes: int) -> None:
    """A disk of its own in memory, where that is permitted; a folder otherwise."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "toono-faults", str(folder)]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603


def unmount(folder: Path) -> None:
    """Take the disk away."""
    if os.path.ismount(folder):  # pathlib's asks differently for bind mounts
        subprocess.run(["umount", str(folder)], capture_output=True, check=True)  # noqa: S603, S607
