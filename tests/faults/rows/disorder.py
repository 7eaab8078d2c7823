"""Events arrive in another order, and those of long ago once more."""

from collections.abc import Iterator

from tests.faults.counting import NAME
from tests.faults.courier import Courier, Window
from tests.faults.quiet import seconds_until
from tests.faults.row import Figure, Row, Trial
from tests.faults.taken import known_already


def inject(trial: Trial) -> Iterator[Figure]:
    """Shuffle each window of a hundred, and put some of what has been carried before among them."""
    carried: dict[str, Window] = {}
    told_again: set[str] = set()

    def arrange(consumer: str, window: Window) -> Window:
        old = carried.setdefault(consumer, [])
        again = trial.chance.sample(old, min(len(old), len(window) // 2))
        old.extend(window)
        told_again.update([consumer] if again else [])
        trial.injected += len(window) > 1
        return trial.chance.sample(window + again, len(window) + len(again))

    before = known_already(trial.platform)
    with Courier(trial.platform) as courier:
        courier.arrange = arrange
        trial.load.progress(6_000 if trial.long else 200, 600)
        courier.finish(trial)
        yield Figure(name="old events told again", value=courier.delivered - courier.taken, limit=1, lowest=True)
    told_again -= {NAME}  # whose metrics nobody reads
    seconds_until(lambda: told_again <= set(known_already(trial.platform) - before), trial.patience)
    counted = known_already(trial.platform) - before
    yield Figure(name="stale ones counted", value=counted.total(), limit=1, lowest=True)
    yield Figure(
        name="who counted of those who had any",
        value=len(told_again & set(counted)) / max(len(told_again), 1),
        limit=1,
        lowest=True,
    )


ROW = Row(name="disorder", fault="disorder (window of 100, old events again)", inject=inject, bug="last_write_wins")
