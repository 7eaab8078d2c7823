"""The calendar of the demonstration: fixed by its first run, kept beside the data."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.demo.seeds import SEED, Seeds
from deploy.local.layout import LOCAL, write_private


@dataclass(frozen=True)
class Calendar:
    """The seeds of this copy's demonstration, and whether it has been run to its end before."""

    seeds: Seeds
    is_finished: bool
    is_new: bool

    @classmethod
    def of(cls, country: str) -> "Calendar":
        """Read the calendar of a country, or begin it today (UTC)."""
        kept = _file(country)
        if kept.exists():
            told = json.loads(kept.read_text())
            if told["seed"] == SEED:
                return cls(Seeds(country, datetime.fromisoformat(told["today"]).date()), told["finished"], is_new=False)
        seeds = Seeds(country, datetime.now(UTC).date())
        _keep(seeds, finished=False)
        return cls(seeds, is_finished=False, is_new=True)

    def finish(self) -> None:
        """Note that it was run to its end."""
        _keep(self.seeds, finished=True)


def _file(country: str) -> Path:
    return LOCAL / f"demo-{country.lower()}.json"


def _keep(seeds: Seeds, *, finished: bool) -> None:
    told = {"country": seeds.country, "seed": SEED, "today": seeds.today.isoformat(), "finished": finished}
    write_private(_file(seeds.country), json.dumps(told) + "\n")
