"""Facts are published without asking for what no queue takes."""

from types import ModuleType
from typing import Any

MODULE = "amqp.channel"


def plant(channel: ModuleType) -> None:
    """Leave `mandatory` out."""
    publish = channel.Channel._basic_publish

    def silent(self: Any, *args: Any, **kwargs: Any) -> Any:
        return publish(self, *args, **{**kwargs, "mandatory": False})

    channel.Channel._basic_publish = channel.Channel.basic_publish = silent
