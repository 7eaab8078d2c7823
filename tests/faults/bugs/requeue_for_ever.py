"""What fails is put back into its queue at once, for ever."""

from types import ModuleType
from typing import Any

MODULE = "shared.entrypoints.inbox"


def plant(inbox: ModuleType) -> None:
    """Neither the ladder nor parking."""

    def failed(self: Any, message: Any, *_more: Any) -> None:
        self.requeue_message(message)

    inbox.Inbox.failed = failed
    inbox.Inbox.on_decode_error = failed
