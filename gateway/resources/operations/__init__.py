"""What operators look at and repair: parked messages, replays, the outbox and its archive, the read model, verifications.

Operators see what was told and when, never about whom: of an event its attributes and the names of its fields, not the values.
"""

from gateway.resources.operations.archives import Archive, Archives
from gateway.resources.operations.jobs import Rebuild, Rebuilds, Verification, Verifications
from gateway.resources.operations.outbox import Outbox
from gateway.resources.operations.parked import Drop, Parked, ParkedOne, Resend
from gateway.resources.operations.replays import Replay, Replays

__all__ = [
    "Archive", "Archives", "Drop", "Outbox", "Parked", "ParkedOne", "Rebuild", "Rebuilds", "Replay", "Replays", "Resend",
    "Verification", "Verifications",
]  # fmt: skip
