"""Something that runs until it is told to stop, in a thread beside the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def beside(one: Any) -> Iterator[None]:
    """While it runs; it must still be running at the end, and stop when it is told to."""
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield
        assert thread.is_alive(), "it has died"
    finally:
        one.stop()
        thread.join(20)
    assert not thread.is_alive()
