"""No queue is bound to some events."""

from collections.abc import Iterator

from tests.client import wait_until
from tests.faults.courier import consumers
from tests.faults.quiet import held_back, position, unsent
from tests.faults.repair import bind, replay
from tests.faults.row import Figure, Row, Trial

SERVICE, KIND = "feedback", "case"


def inject(trial: Trial) -> Iterator[Figure]:
    """Take all bindings away that reach the cases, put them back, and have what was missed told again."""
    database = trial.platform.mongo[f"toono_{SERVICE}"]
    reach = [(name, key) for name, bindings in consumers() for service, key in bindings
             if service == SERVICE and (key == "#" or key.startswith(KIND))]  # fmt: skip
    first = _bound(trial, reach, bind_=False)
    trial.load.progress(2_000 if trial.long else 150)
    last = _bound(trial, reach, bind_=True)
    told = {"facts.position": {"$gt": first, "$lte": last}}
    missed = [fact["id"] for entry in database["journal"].find(told) for fact in entry["facts"] if f".{KIND}." in fact["type"]]
    noticed = database["unrouted"].count_documents({"_id": {"$in": missed}})
    trial.injected += len(missed)
    for consumer, _ in reach:
        replay(trial.platform, SERVICE, to=consumer, after=first)
    yield Figure(name="of facts without a queue noticed", value=noticed / max(len(missed), 1), limit=1, lowest=True)


def _bound(trial: Trial, reach: list[tuple[str, str]], *, bind_: bool) -> int:
    """Change the bindings while nothing is under way; the position of the last fact before."""
    with held_back(trial):
        wait_until(lambda: unsent(trial) == 0, trial.patience)
        bind(trial.platform.amqp, SERVICE, reach, bind=bind_)
        return position(trial, SERVICE)


ROW = Row(name="unbound", fault="event that no queue is bound to", inject=inject, bug="mandatory_off")
