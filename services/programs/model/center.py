"""What a center must be before something is begun at it. Centers themselves are the registry's."""

from collections.abc import Mapping
from typing import Any

from shared.errors import Conflict


class CenterNotActive(Conflict):
    """Programs are run at active centers only."""

    text = "The center is {status}; programs are run at active centers only."
    remedy = "Choose an active center, or have this one activated, revived or reopened."


class CenterGone(Conflict):
    """Nothing is begun at a center that has ended."""

    text = "The center is {status}."
    remedy = "Choose a center that goes on; a merged one names its successor as merged_into."


def active(center: Mapping[str, Any]) -> None:
    """Refuse a center that is not active. `center` is its newest known state."""
    if center["status"] != "active":
        raise CenterNotActive("center_id", status=center["status"])


def lasting(center: Mapping[str, Any]) -> None:
    """Refuse a center that is closed or merged."""
    if center["status"] in {"closed", "merged"}:
        raise CenterGone("center_id", status=center["status"])
