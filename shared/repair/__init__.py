"""Repair: messages that were parked, and facts that are told again to one consumer.

What is asked for and what came of it lies in one database, `toono_operations`. Whoever asks writes a document there; the
process that owns the queue or the journal does the work, when it can. So asking works with the broker stopped, and nobody
reads another's database.
"""

from shared.repair.archiving import Archiving
from shared.repair.consumers import Consumer
from shared.repair.holes import Holes, Reminders
from shared.repair.parking import Parking
from shared.repair.replays import Replays

__all__ = ["Archiving", "Consumer", "Holes", "Parking", "Reminders", "Replays"]
