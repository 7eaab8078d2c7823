"""What partnerships do when a center's fate changes: agreements and open promises come in line with it."""

from typing import Any

from services.partnerships.model import Agreement, Contribution
from shared.envelope import Event
from shared.store import Work


def follow_center(work: Work, event: Event) -> None:
    """Flag and unflag the center's agreements, cancel its open promises if it closed, and move both if it was merged."""
    center_id = str(event.subject)
    successor_id, center = _successor(work, center_id, work.learn(event))
    place = {"center_id": successor_id, "area_id": center["area_id"], "center_status": center["status"]}
    standing: list[Agreement | Contribution] = [
        *work.find(Agreement, center_id=center_id),
        *work.find(Contribution, center_id=center_id),
    ]
    followed = [one.follow_center(at=work.now, **place) for one in standing]
    if not any(followed):
        work.moot("no agreement and no open promise stands otherwise")


def _successor(work: Work, center_id: str, center: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    while center["status"] == "merged":
        center_id = center["merged_into"]
        center = work.known("center", center_id)
    return center_id, center
