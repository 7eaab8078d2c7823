"""Who holds a case, and what it may tell of its place: nobody who is complained of receives or sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.feedback.model.veil import Veiled

LEVELS = ("center", "district", "ministry")
ABOUT = {  # the level that holds a complaint about them at the lowest
    "learner": 0,
    "partner": 0,
    "facilitator": 1,
    "volunteer": 1,
    "center_manager": 1,
    "committee_member": 1,
    "district_officer": 2,
    "regional_officer": 2,
    "ministry_officer": 2,
}
WARNINGS = 1  # the first alarm only warns those who hold the case; the second and third take it up


@dataclass(kw_only=True)
class Placed(Veiled):
    """A case with its place. `home_id` is the center's area; district and region are the second and first below the country.

    About somebody of the center, it tells the district and not the center; about an officer, the region.
    """

    center_id: str | None = None
    home_id: str | None = None
    district_id: str | None = None
    stands: bool = True  # whether the center is at work, and can hold cases
    country: str | None = None
    about: list[str] = field(default_factory=list)
    level: int = 0  # how many alarms it has passed

    @property
    def accused(self) -> int:
        """The index of the lowest level at which nobody is complained of."""
        return max((ABOUT[role] for role in self.about), default=0)

    @property
    def held_by(self) -> str:
        """The level that deals with it."""
        if self.center_id is None:
            return LEVELS[-1]
        lowest = max(self.accused, int(not self.stands or self.sensitive))
        return LEVELS[min(lowest + max(self.level - WARNINGS, 0), len(LEVELS) - 1)]

    @property
    def opaque(self) -> bool:  # type: ignore[override]
        """Whether its facts hide what caused them: a fact of the center would point at it."""
        return self.accused > 0 or super().opaque

    @property
    def told_center(self) -> str | None:
        """The center, unless that would point at the accused."""
        return None if self.accused else self.center_id

    def settle(
        self,
        *,
        center_id: str | None,
        home_id: str | None,
        district_id: str | None,
        region_id: str | None,
        stands: bool,
        country: str | None,
    ) -> None:
        """Take its place, and tell as much of it as may be told."""
        self.center_id, self.home_id, self.district_id, self.region_id = center_id, home_id, district_id, region_id
        self.stands, self.country = stands, country
        hidden = self.veiled or self.sensitive
        self.area_id = region_id if hidden else (home_id, district_id, region_id)[self.accused]

    def follow(self, *, place: Mapping[str, Any], at: str) -> bool:
        """Follow its center. False if it has ended, tells nothing of its place (its triage will see to that), or is there."""
        if self.veiled or self.sensitive or self.ended:
            return False
        before = self._told_place()
        self.settle(**place)
        after = self._told_place()
        if before == after:
            return False
        self.record("reassigned" if before[:2] == after[:2] else "moved", at=at)
        return True

    def _told_place(self) -> tuple[str | None, str | None, str]:
        return self.told_center, self.area_id, self.held_by
