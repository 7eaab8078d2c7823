"""A fact that waits on the retry ladder is overtaken by the next version."""

import time
from collections.abc import Iterator

from tests.faults.quiet import seconds_until
from tests.faults.row import Figure, Row, Trial

FAILING = {"fails": {"$gt": 0}}
FEW, MANY = 5, 20  # facts that are overtaken in a round


def inject(trial: Trial) -> Iterator[Figure]:
    """Let the tally fail once or twice at the first version of what has several, which come while it waits."""
    told = trial.platform.mongo["toono_tally"]["told"]
    for _ in trial.rounds(short=1, long=20):
        trial.platform.stop("tally")
        since = time.monotonic()
        while len(several := _several(trial, since)) < (MANY if trial.long else FEW):
            trial.load.progress(10)
        told.insert_many([{"_id": id_, "version": 1, "fails": trial.chance.choice((1, 2))} for id_ in several])
        trial.platform.start("tally")
        seconds_until(lambda: not told.find_one(FAILING), trial.patience)
        trial.injected += len(several)
    yield Figure(name="facts overtaken", value=trial.injected, limit=1, lowest=True)
    yield Figure(name="of them never tried again", value=told.count_documents(FAILING), limit=0)


def _several(trial: Trial, since: float) -> set[str | None]:
    """What was made since then, and changed too."""
    accepted = [order for order in trial.load.history.since(since) if order.accepted and not order.shared]
    return {order.about for order in accepted if order.subject is None} & {order.subject for order in accepted}


ROW = Row(name="overtaken", fault="a fact overtaken in the retry ladder", inject=inject, bug="discarding_stale")
