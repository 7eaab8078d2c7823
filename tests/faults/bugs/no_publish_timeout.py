"""Nothing that is asked of the broker has a time limit, and nobody listens for its heartbeat."""

from types import ModuleType
from typing import Any

MODULE = "shared.broker"


def plant(broker: ModuleType) -> None:
    """Wait as long as it takes."""
    import amqp  # noqa: PLC0415

    broker.TIMEOUT = 3600  # type: ignore[attr-defined]  # seconds
    own = amqp.Connection

    class Patient(own):  # type: ignore[misc, valid-type]
        """A connection that waits for ever."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            without = dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout"))
            super().__init__(*args, **{**kwargs, **without, "heartbeat": 0})

    amqp.Connection = Patient
