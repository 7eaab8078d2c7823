"""The rows of the matrix, in its order."""

from tests.faults.row import Row
from tests.faults.rows import (
    binding_lost,
    broker_disk,
    broker_down,
    broker_kill,
    clock,
    cut_off,
    disorder,
    event_thrice,
    failpoints,
    mongod_disk,
    overload,
    overtaken,
    poison,
    primary_kill,
    rolling_restart,
    slow_broker,
    two_relays,
    unbound,
)

ROWS: tuple[Row, ...] = (
    broker_kill.ROW,
    broker_down.ROW,
    primary_kill.ROW,
    cut_off.ROW,
    slow_broker.ROW,
    broker_disk.ROW,
    mongod_disk.ROW,
    event_thrice.ROW,
    disorder.ROW,
    poison.ROW,
    unbound.ROW,
    clock.ROW,
    failpoints.ROW,
    overload.ROW,
    two_relays.ROW,
    overtaken.ROW,
    binding_lost.ROW,
    rolling_restart.ROW,
)
