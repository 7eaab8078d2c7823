"""Looking for the moment at which everything under way has arrived."""

import time

from tests.client import wait_until
from tests.faults.platform import SERVICES
from tests.faults.row import Trial


def backlog(trial: Trial) -> int:
    """How many journal entries wait for their number, and facts for their confirm or for the projector."""
    waiting = 0
    for service in SERVICES:
        database = trial.platform.mongo[f"toono_{service}"]
        head = database["relay"].find_one({"_id": "head"}) or {"position": 0}
        mark = trial.platform.mongo["toono_gateway"]["marks"].find_one({"_id": service}) or {"upto": 0}
        waiting += database["journal"].count_documents({"pending": True}) + head["position"] - mark["upto"]
    return waiting


def seconds_until_quiet(trial: Trial) -> float:
    """Hold the load back, wait until nothing is under way, and let it go on; how long that took."""
    trial.load.allowed.clear()
    began = time.monotonic()
    try:
        wait_until(lambda: backlog(trial) == 0, trial.patience)
        return time.monotonic() - began
    except AssertionError:
        return float("inf")
    finally:
        trial.load.allowed.set()
