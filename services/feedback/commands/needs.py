"""What can be asked about needs."""

from typing import Any

from services.feedback.commands.places import open_center
from services.feedback.model import Meeting, Need, Support
from services.feedback.model.need import AnotherCenter
from services.feedback.model.support import supporter_id
from shared.store import Work


def raise_need(work: Work, *, center_id: str, **described: Any) -> Need:
    """Raise a need of a center's community."""
    area_id = open_center(work, center_id)["area_id"]
    key = str(work.derive("support"))
    return work.add(
        Need.raise_(id=work.new_id(), center_id=center_id, area_id=area_id, support_key=key, at=work.now, **described)
    )


def validate_need(work: Work, *, need_id: str) -> Need:
    """Confirm a need."""
    need = work.get(Need, need_id)
    need.validate(at=work.now)
    return need


def prioritize_need(work: Work, *, need_id: str, meeting_id: str, rank: int) -> Need:
    """Rank a need in a participatory assessment."""
    need, meeting = _need_and_meeting(work, need_id, meeting_id)
    need.prioritize(meeting_id=meeting.id, rank=rank, at=work.now)
    return need


def decline_need(work: Work, *, need_id: str, reason: str) -> Need:
    """Decline a need, and say why."""
    need = work.get(Need, need_id)
    need.decline(at=work.now, reason=reason)
    return need


def correct_need(work: Work, *, need_id: str, reason: str, **changes: Any) -> Need:
    """Put right what was recorded wrongly."""
    need = work.get(Need, need_id)
    need.correct(at=work.now, reason=reason, changes=changes)
    return need


def support_need(work: Work, *, need_id: str, supporter: str) -> Need:
    """Stand behind a need. Who does so again changes nothing."""
    need = work.get(Need, need_id)
    need.require_open()
    id_ = supporter_id(work.unseal(need)["support_key"], supporter)
    if work.find_one(Support, id_) is None:
        work.add(Support.give(id=id_, need_id=need.id, area_id=need.area_id, at=work.now))
        need.back(persons=1, at=work.now)
    return need


def count_support(work: Work, *, need_id: str, meeting_id: str, heads: int) -> Need:
    """Record how many of a meeting stand behind a need."""
    need, meeting = _need_and_meeting(work, need_id, meeting_id)
    meeting.hold_within(heads)
    need.count_heads(meeting_id=meeting.id, heads=heads, at=work.now)
    return need


def _need_and_meeting(work: Work, need_id: str, meeting_id: str) -> tuple[Need, Meeting]:
    need, meeting = work.get(Need, need_id), work.get(Meeting, meeting_id, field="meeting_id")
    meeting.bear_fruit()
    if need.center_id != meeting.center_id:
        raise AnotherCenter("meeting_id", one="need", other="meeting")
    return need, meeting
