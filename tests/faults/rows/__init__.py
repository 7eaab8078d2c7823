"""The rows of the matrix, in its order."""

from tests.faults.row import Row
from tests.faults.rows import broker_kill, event_thrice

ROWS: tuple[Row, ...] = (
    broker_kill.ROW,
    event_thrice.ROW,
)
