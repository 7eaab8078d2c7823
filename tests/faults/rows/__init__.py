"""The rows of the matrix, in its order."""

from tests.faults.row import Row
from tests.faults.rows import (
    broker_down,
    broker_kill,
    disorder,
    event_thrice,
    failpoints,
    overtaken,
    primary_kill,
    two_relays,
    unbound,
)

ROWS: tuple[Row, ...] = (
    broker_kill.ROW,
    broker_down.ROW,
    primary_kill.ROW,
    event_thrice.ROW,
    disorder.ROW,
    unbound.ROW,
    failpoints.ROW,
    two_relays.ROW,
    overtaken.ROW,
)
