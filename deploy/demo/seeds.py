"""What makes two runs the same run: every choice, key and id follows from a seed, the country and the first day."""

import hashlib
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SEED = "toono-1"
WEEKS = 12
START = time(9)  # of what has no hour of its own, in UTC
PARTS = "\x1f"  # between the parts of a name, so that ("a", "bc") is not ("ab", "c")


@dataclass(frozen=True)
class Seeds:
    """The source of all that looks like chance. `today` is the day of the first run, on which the season ends."""

    country: str
    today: date

    def chance(self, *parts: object) -> random.Random:
        """Return the generator for one decision; others draw nothing from it."""
        return random.Random(self._digest("chance", *parts))  # noqa: S311  # nothing here is secret

    def key(self, *parts: object) -> str:
        """Return the idempotency key, or the id in a batch, of a step."""
        return str(uuid.UUID(bytes=self._digest("key", *parts)[:16], version=5))

    def id(self, *parts: object, on: date | None = None) -> str:
        """Return the id of something made on a day (UUIDv7, RFC 9562), as an offline client would have made it."""
        made = datetime.combine(on or self.today, START, UTC)
        bits = int.from_bytes(self._digest("id", *parts)[:10])
        head = int(made.timestamp() * 1000) << 80
        versioned = (head | bits) & ~(0xF << 76) & ~(0x3 << 62) | (7 << 76) | (2 << 62)
        return str(uuid.UUID(int=versioned))

    def day(self, week: int, weekday: int = 0) -> date:
        """Return a day of the season; week 0 is its first, and no day lies after today."""
        first = self.today - timedelta(weeks=WEEKS)
        return min(first + timedelta(days=7 * week + weekday), self.today)

    def moment(self, day: date, hour: int, minute: int = 0) -> str:
        """Return an hour of a day in UTC, as RFC 3339 with milliseconds."""
        return datetime.combine(day, time(hour, minute), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def _digest(self, *parts: object) -> bytes:
        named = PARTS.join(map(str, (SEED, self.country, self.today, *parts)))
        return hashlib.sha256(named.encode()).digest()
