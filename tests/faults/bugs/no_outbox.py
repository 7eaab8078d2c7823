"""Facts are published once, from memory; if the broker is away they are gone."""

import contextlib
from types import ModuleType
from typing import Any

MODULE = "shared.publisher"


def plant(publisher: ModuleType) -> None:
    """Take a publish that failed for one that was confirmed."""
    publish = publisher.Publisher.publish

    def forgetful(self: Any, messages: Any) -> None:
        with contextlib.suppress(publisher.PublishFailed):
            publish(self, messages)

    publisher.Publisher.publish = forgetful
