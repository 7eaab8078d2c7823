"""Every event arrives three times."""

from collections.abc import Iterator

from tests.faults.courier import Courier
from tests.faults.row import Figure, Row, Trial


def inject(trial: Trial) -> Iterator[Figure]:
    """Carry each event to its consumer, and twice more, soon or late."""
    with Courier(trial.platform) as courier:
        courier.arrange = lambda _consumer, window: trial.chance.sample(window * 3, len(window) * 3)
        trial.load.progress(3_000 if trial.long else 150, 300)
        courier.finish(trial)
    trial.injected += courier.delivered - courier.taken  # what was taken is delivered now, also what came in the last moment
    yield Figure(name="deliveries an event", value=courier.delivered / max(courier.taken, 1), limit=3, lowest=True)


ROW = Row(name="event-thrice", fault="every event three times", inject=inject, bug="no_inbox_key")
