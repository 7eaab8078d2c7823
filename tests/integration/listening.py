"""A service that does nothing but listen, as a process of its own: ``python -m tests.integration.listening``.

The environment names it (LISTENING) and whom it listens to (SOURCE). What an event's `change` says is done to it: it `fails` so
often, finds its database `away` or `busy` so often, is refused until there is the jar `after` which it comes, or takes the
process with it (`crash`, before or after the commit) while the file CRASH is there.
"""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import os  # noqa: E402
import signal  # noqa: E402
from collections import Counter  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from nameko.constants import AMQP_URI_CONFIG_KEY, MAX_WORKERS_CONFIG_KEY, WEB_SERVER_CONFIG_KEY  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from pymongo.errors import ServerSelectionTimeoutError  # noqa: E402

from shared import broker  # noqa: E402
from shared.config import Owner  # noqa: E402
from shared.contract import Contract  # noqa: E402
from shared.entrypoints import Service, on  # noqa: E402
from shared.entrypoints.inbox import On  # noqa: E402
from shared.envelope import Event  # noqa: E402
from shared.errors import Conflict  # noqa: E402
from shared.logs import log, to_stderr  # noqa: E402
from shared.store import Work  # noqa: E402
from shared.store.store import TooBusy  # noqa: E402
from tests.integration.jars import AREA, Jar  # noqa: E402

NAME, SOURCE, CRASH = os.environ["LISTENING"], os.environ["SOURCE"], Path(os.environ["CRASH"])
broker.RUNGS.update(dict.fromkeys(broker.RUNGS, 50))  # the ladder, climbed in a moment
tries: Counter[str] = Counter()


class NotYet(Conflict):
    """It comes too early."""

    text = "It comes too early."


def pour(work: Work, event: Event) -> None:
    """Put a bean into the jar that has the event's subject as its code."""
    change, code = event.change, str(event.subject)
    tries[event.id] += 1
    if tries[event.id] <= change.get("fails", 0):
        raise ZeroDivisionError("as it was told")
    if tries[event.id] <= change.get("away", 0):
        raise ServerSelectionTimeoutError("as it was told")
    if tries[event.id] <= change.get("busy", 0):
        raise TooBusy
    if "after" in change and not work.find(Jar, code=change["after"]):
        raise NotYet
    crash("before", change)
    found = work.find(Jar, code=code)
    jar = found[0] if found else work.add(Jar(id=work.new_id(), status="open", area_id=AREA, code=code))
    jar.beans += 1
    jar.record("filled", at=work.now)


def crash(when: str, change: dict[str, Any]) -> None:
    """End at once, as if the machine had failed; once."""
    if change.get("crash") == when and CRASH.exists():
        CRASH.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def settle(self: On, event: Event, *more: Any) -> Any:
    """Crash between the commit and what settles the message."""
    crash("after", event.change)
    return settled(self, event, *more)


settled = On.settle
setattr(On, "settle", settle)  # noqa: B010  # mypy would not let a method be replaced


class Listening(Service):
    """Listens."""

    name = NAME
    contract = Contract(service=NAME, commands=(), kinds=())
    aggregates = (Jar,)

    poured = on(f"{SOURCE}.jar.poured", pour)


def main() -> None:
    """Listen until killed."""
    settings = Owner.read()
    to_stderr(NAME)
    config = {AMQP_URI_CONFIG_KEY: settings.amqp_uri, WEB_SERVER_CONFIG_KEY: settings.bind, MAX_WORKERS_CONFIG_KEY: 24}
    container = ServiceContainer(Listening, config=config)
    container.start()
    log(__name__, "listening")
    container.wait()


if __name__ == "__main__":
    main()
