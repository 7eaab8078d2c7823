"""What a command over many cases answers with."""

from dataclasses import dataclass

from shared.events import Aggregate


@dataclass(kw_only=True)
class Tally(Aggregate):
    """How many it was, and whether there are more. It is never saved and leaves no fact: it would count sensitive cases."""

    KIND = "tally"

    count: int
    more: bool = False
