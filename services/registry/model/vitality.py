"""Signs of life of a center, kept apart from it: its version changes with its status, not with every session held."""

from dataclasses import dataclass, field

from shared.events import Aggregate


@dataclass(kw_only=True)
class Vitality(Aggregate):
    """What is known of a center's life. Its id is the center's."""

    KIND = "vitality"

    center_id: str
    last_on: str | None = None
    signs: dict[str, str] = field(default_factory=dict)

    def show(self, sign: str, *, on: str, at: str) -> bool:
        """Take in a sign of life of a day; False if a later one of its kind is already known."""
        if on <= self.signs.get(sign, ""):
            return False
        self.signs = {**self.signs, sign: on}
        self.last_on = max(self.signs.values())
        self.record("evidenced", at=at, sign=sign, on=on)
        return True
