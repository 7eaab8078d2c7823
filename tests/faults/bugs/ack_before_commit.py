"""A message is acknowledged when it arrives, before its effect is committed."""

from types import ModuleType
from typing import Any

MODULE = "shared.entrypoints.inbox"


def plant(inbox: ModuleType) -> None:
    """Acknowledge first; what settles the message afterwards finds it done."""
    react, acknowledge = inbox.On.react, inbox.Inbox.ack_message

    def hasty(self: Any, event: Any, message: Any) -> None:
        acknowledge(self.inbox, message)
        react(self, event, message)

    def once(self: Any, message: Any) -> None:
        if not message.acknowledged:
            acknowledge(self, message)

    inbox.On.react, inbox.Inbox.ack_message = hasty, once
