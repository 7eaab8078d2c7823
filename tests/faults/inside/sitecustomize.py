"""Python imports this at the start of every process of the suite's platform, and of no other.

It shortens the waits for what failed, and plants the bug that TOONO_FAULT_BUG names as soon as the module is loaded that the bug
sits in, so that the product's code holds no switch for either.
"""

import importlib
import os
import select
import sys
import time
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import SupportsIndex

Change = Callable[[ModuleType], None]


class Changing(Loader):
    """Loads a module as its own loader does, and changes it then."""

    def __init__(self, own: Loader, change: Change) -> None:
        self._own, self._change = own, change

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the own loader."""
        return self._own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and change it."""
        self._own.exec_module(module)
        self._change(module)


class Finder(MetaPathFinder):
    """Finds the modules that are to be changed."""

    def __init__(self) -> None:
        self.changes: dict[str, Change] = {}

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find it as if this finder were not there, and wrap its loader."""
        change = self.changes.pop(fullname, None)
        spec = find_spec(fullname) if change else None
        if spec and spec.loader and change:
            spec.loader = Changing(spec.loader, change)
        return spec


def rest(seconds: SupportsIndex | float) -> None:
    """Sleep. libfaketime 0.9 refuses what `time.sleep` asks of the kernel, a moment of the monotonic clock (EINVAL)."""
    select.select((), (), (), float(seconds))


def shorten(broker: ModuleType) -> None:
    """Let the ladder be climbed in three seconds, in place of eleven minutes."""
    broker.RUNGS.update({"1s": 200, "10s": 400, "1m": 800, "10m": 1_600})


def hurry_probes(breaker: ModuleType) -> None:
    """Ask a webhook's endpoint that is away again after a second, in place of five minutes."""
    vars(breaker).update(FIRST=0.5, LAST=1)  # seconds


def hurry_retries(schedule: ModuleType) -> None:
    """Try what an endpoint refused again within seconds, in place of hours."""
    vars(schedule).update(WAITS=(1,) * len(schedule.WAITS))  # seconds


def both(first: Change, then: Change) -> Change:
    """Change a module in two ways."""

    def change(module: ModuleType) -> None:
        first(module)
        then(module)

    return change


finder = Finder()
finder.changes["shared.broker"] = shorten
finder.changes["services.partnerships.delivery.webhook.breaker"] = hurry_probes
finder.changes["services.partnerships.delivery.webhook.schedule"] = hurry_retries
bug = os.environ.get("TOONO_FAULT_BUG")
if bug:
    planted = importlib.import_module(f"tests.faults.bugs.{bug}")
    known = finder.changes.get(planted.MODULE)
    finder.changes[planted.MODULE] = both(known, planted.plant) if known else planted.plant
sys.meta_path.insert(0, finder)
if "faketime" in os.environ.get("LD_PRELOAD", ""):
    time.sleep = rest
