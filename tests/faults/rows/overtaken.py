"""A fact that waits on the retry ladder is overtaken by the next version."""

from collections.abc import Iterator

from tests.client import wait_until
from tests.faults.row import Figure, Row, Trial


def inject(trial: Trial) -> Iterator[Figure]:
    """Let the tally fail once or twice at the first version of what has several, which come while it waits."""
    told = trial.platform.mongo["toono_tally"]["told"]
    for _ in trial.rounds(short=1, long=20):
        trial.platform.stop("tally")
        since = trial.load.answered()
        trial.load.progress(150)
        made = {order.about for order in trial.load.history.orders[since:] if order.accepted and order.subject is None}
        changed = {order.subject for order in trial.load.history.orders[since:] if order.accepted}
        several = [id_ for id_ in made & changed if not told.find_one({"_id": id_})]
        told.insert_many([{"_id": id_, "version": 1, "fails": trial.chance.choice((1, 2))} for id_ in several])
        trial.platform.start("tally")
        wait_until(lambda: not told.find_one({"fails": {"$gt": 0}}), 60)
        trial.injected += len(several)
    yield Figure(name="facts overtaken", value=trial.injected, limit=1, lowest=True)


ROW = Row(name="overtaken", fault="a fact overtaken in the retry ladder", inject=inject, bug="discarding_stale")
