"""A request publishes what it has done, and waits for the broker's confirm, before it answers."""

import os
import uuid
from types import ModuleType
from typing import Any

MODULE = "shared.store.store"


def plant(store: ModuleType) -> None:
    """Publish after the commit; without a confirm there is no good answer."""
    carry_out = store.Store.carry_out

    def publishing(self: Any, *args: Any, **kwargs: Any) -> Any:
        reply = carry_out(self, *args, **kwargs)
        _publish()
        return reply

    def _publish() -> None:
        import amqp  # noqa: PLC0415

        from shared import broker  # noqa: PLC0415

        try:
            connection = broker.connect(os.environ["TOONO_AMQP_URI"], name="inside")
            connection.channel().basic_publish_confirm(amqp.Message(uuid.uuid4().hex), "", "faults.nobody")
            connection.close()
        except (OSError, amqp.exceptions.AMQPError) as error:
            raise store.Unavailable(what="The broker") from error

    store.Store.carry_out = publishing
