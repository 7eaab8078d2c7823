"""The clocks of services and relays jump a day ahead, and two back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.faults.platform import RELAYS, SERVICES
from tests.faults.quiet import position
from tests.faults.row import Figure, Row, Trial

LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
JUMPS = ("+1d", "-1d", "+0")
SUBJECTS = (*SERVICES, *RELAYS, "registry-relay-2")
ODD = timedelta(hours=12)


def inject(trial: Trial) -> Iterator[Figure]:
    """Let the clocks jump while the relays stand still, so that both times are in one batch."""
    if not Path(LIBRARY).exists():
        raise FileNotFoundError(f"{LIBRARY}: install the Debian package faketime")
    clock = trial.platform.folder / "clock"
    clock.write_text("+0\n")
    told = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    trial.platform.tell(LD_PRELOAD=LIBRARY, DONT_FAKE_MONOTONIC="1", **told)
    trial.platform.restart(*SUBJECTS)
    before = sum(position(trial, service) for service in SERVICES)
    for _ in trial.rounds(short=1, long=10):
        with trial.platform.frozen(*RELAYS, "registry-relay-2"):
            for jump in JUMPS:
                clock.write_text(f"{jump}\n")
                trial.load.progress(40)
        trial.load.progress(20)
    trial.injected += sum(_odd(trial, service) for service in SERVICES)
    trial.platform.tell(LD_PRELOAD="")
    trial.platform.restart(*SUBJECTS)
    yield Figure(
        name="facts numbered", value=sum(position(trial, service) for service in SERVICES) - before, limit=1, lowest=True
    )


def _odd(trial: Trial, service: str) -> int:
    """How many journal entries were written while their clock was wrong."""
    now = datetime.now(UTC)
    query = {"$or": [{"recorded_at": {"$gt": now + ODD}}, {"recorded_at": {"$lt": now - ODD}}]}
    return trial.platform.mongo[f"toono_{service}"]["journal"].count_documents(query)


ROW = Row(name="clock", fault="clock ± 1 day, step back", inject=inject, bug="order_by_wall_clock")
