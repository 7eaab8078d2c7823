"""Every process is replaced while it is in use."""

import time
from collections.abc import Iterator

from deploy.local import control
from deploy.local.rolling import children
from tests.faults.history import NOT_NOW, Order
from tests.faults.platform import SERVICES
from tests.faults.quiet import answered
from tests.faults.row import Figure, Row, Trial


def inject(trial: Trial) -> Iterator[Figure]:
    """Replace one after the other, as `make restart-rolling` does."""
    began = time.monotonic()
    for _ in trial.rounds(short=1, long=3):
        for name in _chosen(trial):
            before = _pids(trial, name)
            control.ask("replace", name, local=trial.platform.folder)
            trial.platform.ready(name)
            trial.injected += not before & _pids(trial, name)
            trial.load.progress(100 if trial.long else 10)
    failed = [order for order in answered(trial, began) if _failed(order)]
    yield Figure(name="failed requests", value=len(failed), limit=0)


def _chosen(trial: Trial) -> list[str]:
    """All that can be replaced; in the short form one service, with the gateway."""
    if trial.long:
        return [name for name, row in trial.platform.rows().items() if row["replaced"]]
    return [trial.chance.choice(SERVICES), "gateway"]


def _pids(trial: Trial, name: str) -> set[int]:
    """The process; of the gateway those that do the work."""
    pid = trial.platform.pid(name)
    assert pid, f"{name} is down"
    return children(pid) if name == "gateway" else {pid}


def _failed(order: Order) -> bool:
    """Whether it was answered not at all, or not now."""
    return not order.told or order.told[0][0] >= 500 or order.told[0][0] in NOT_NOW


ROW = Row(name="rolling-restart", fault="rolling restart under load", inject=inject, bug="no_draining")
