"""The unit of work: state and journal entry in one majority transaction, with optimistic concurrency."""

from shared.store.cause import Cause
from shared.store.reply import Reply
from shared.store.store import Store
from shared.store.work import Work

__all__ = ["Cause", "Reply", "Store", "Work"]
