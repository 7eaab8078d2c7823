"""A process that does several things at once, and ends when one of them ends."""

import gc
import signal
import threading
from typing import Any


def run_until_told(work: list[Any]) -> None:
    """Run each in a thread of its own; SIGTERM and SIGINT stop them all after what is under way."""

    def stop(*_signal: Any) -> None:
        for one in work:
            one.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    gc.freeze()  # what is there now stays to the end
    together(work)


def together(work: list[Any]) -> None:
    """Run each in a thread of its own, until all have ended; when one ends the others are stopped."""
    threads = [threading.Thread(target=_to_its_end, args=(one, work), name=type(one).__name__, daemon=True) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _to_its_end(one: Any, work: list[Any]) -> None:
    """Run one; when it ends, for whatever reason, the others end too, so that the supervisor starts the process again."""
    try:
        one.run()
    finally:
        for other in work:
            other.stop()
