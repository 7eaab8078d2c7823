"""One binding of an inbox is lost."""

from collections.abc import Iterator

from tests.faults.quiet import position, seconds_until_sent
from tests.faults.repair import bind, replay, verified
from tests.faults.row import Figure, Row, Trial

CONSUMER, SERVICE = "programs", "registry"
LOST = "center.suspended"


def inject(trial: Trial) -> Iterator[Figure]:
    """Take the binding away, look whether `toono verify` notices, put it back, and have what was missed told again."""
    noticed, lost = 0, 0
    journal = trial.platform.mongo[f"toono_{SERVICE}"]["journal"]
    for _ in trial.rounds(short=1, long=5):
        seconds_until_sent(trial)
        first = position(trial, SERVICE)
        bind(trial.platform.amqp, SERVICE, [(CONSUMER, LOST)], bind=False)
        trial.load.progress(100)
        seconds_until_sent(trial)
        missed = journal.count_documents(
            {"facts": {"$elemMatch": {"position": {"$gt": first}, "type": f"toono.{SERVICE}.{LOST}"}}}
        )
        bind(trial.platform.amqp, SERVICE, [(CONSUMER, LOST)], bind=True)
        lost, noticed = lost + (missed > 0), noticed + (missed > 0 and "receipts" in verified(trial.platform))
        replay(trial.platform, SERVICE, to=CONSUMER, after=first)
        trial.injected += missed
    yield Figure(name="noticed by verify", value=noticed / max(lost, 1), limit=1, lowest=True)


ROW = Row(name="binding-lost", fault="one binding of an inbox queue lost", inject=inject, bug="no_anti_join")
