"""What can be asked of the registry: one function per use case, each load, decide, save."""

from datetime import date
from typing import Any

from services.registry.model import Area, Center, Vitality
from services.registry.model.center import SILENCE_MONTHS
from shared.store import Work


def define_area(work: Work, *, parent_id: str | None, since: str | None, **described: Any) -> Area:
    """Put an area on the map."""
    parent = work.get(Area, parent_id) if parent_id else None
    return work.add(Area.define(id=work.new_id(), parent=parent, since=since or work.today, at=work.now, **described))


def revise_area(work: Work, *, area_id: str, **described: Any) -> Area:
    """Describe an area anew."""
    area = work.get(Area, area_id)
    area.revise(at=work.now, **described)
    return area


def move_area(work: Work, *, area_id: str, parent_id: str | None, since: str, reason: str) -> Area:
    """Put an area below another parent."""
    area = work.get(Area, area_id)
    parent = work.get(Area, parent_id) if parent_id else None
    area.relocate(parent=parent, ancestors=_ancestors(work, parent), since=since, at=work.now, reason=reason)
    return area


def recode_area(work: Work, *, area_id: str, code: str, since: str, reason: str) -> Area:
    """Give an area another code."""
    area = work.get(Area, area_id)
    area.recode(code=code, since=since, at=work.now, reason=reason)
    return area


def retire_area(work: Work, *, area_id: str, successors: list[str], reason: str) -> Area:
    """Take an area off the map; the successors learn of it."""
    area = work.get(Area, area_id)
    area.retire(successors=successors, how="retired", at=work.now, reason=reason)
    for successor in successors:
        work.get(Area, successor).succeed([area.id], at=work.now)
    return area


def split_area(work: Work, *, area_id: str, into: list[dict[str, Any]], since: str, reason: str) -> Area:
    """Replace an area by several."""
    area = work.get(Area, area_id)
    area.require("retired")
    parent = work.get(Area, area.parent_id) if area.parent_id else None
    parts = [
        work.add(Area.define(id=work.new_id(), parent=parent, since=since, at=work.now, predecessors=[area.id], **part))
        for part in into
    ]
    area.retire(successors=[part.id for part in parts], how="split", at=work.now, reason=reason)
    return area


def merge_area(work: Work, *, area_id: str, into: str, reason: str) -> Area:
    """Let another area take the place of this one."""
    area, heir = work.get(Area, area_id), work.get(Area, into)
    heir.succeed([area.id], at=work.now)
    area.retire(successors=[heir.id], how="merged", at=work.now, reason=reason)
    return area


def propose_center(work: Work, *, area_id: str, **described: Any) -> Center:
    """Propose a center."""
    work.get(Area, area_id).take_in()
    return work.add(Center.propose(id=work.new_id(), area_id=area_id, today=work.today, at=work.now, **described))


def enter_center(work: Work, *, area_id: str, **described: Any) -> Center:
    """Enter a center that works already, from the ministry's own list."""
    work.get(Area, area_id, "area_id").take_in()
    return work.add(Center.enter(id=work.new_id(), area_id=area_id, today=work.today, at=work.now, **described))


def revise_center(work: Work, *, center_id: str, **described: Any) -> Center:
    """Describe a center anew."""
    center = work.get(Center, center_id)
    center.revise(today=work.today, at=work.now, **described)
    return center


def correct_center(work: Work, *, center_id: str, reason: str, **changes: Any) -> Center:
    """Put right what was recorded wrongly."""
    center = work.get(Center, center_id)
    if "area_id" in changes:
        work.get(Area, changes["area_id"]).take_in()
    center.correct(at=work.now, reason=reason, changes=changes)
    return center


def register_center(work: Work, *, center_id: str) -> Center:
    """Enter a proposed center in the register."""
    center = work.get(Center, center_id)
    center.register(at=work.now)
    return center


def activate_center(work: Work, *, center_id: str) -> Center:
    """Open a registered center."""
    center = work.get(Center, center_id)
    center.activate(at=work.now)
    return center


def verify_center(work: Work, *, center_id: str, on: str) -> Center:
    """Note a visit, which is a sign of life too."""
    center = work.get(Center, center_id)
    center.verify(on=on, today=work.today, at=work.now)
    show_life(work, center, sign="verified", on=on)
    return center


def propose_dormancy(work: Work, *, center_id: str, reason: str) -> Center:
    """Propose that a silent center is dormant."""
    center, vitality = work.get(Center, center_id), work.find_one(Vitality, center_id)
    center.propose_dormancy(
        last_sign=vitality.last_on if vitality else None, silent_before=_months_before(work.today), at=work.now, reason=reason
    )
    return center


def confirm_dormancy(work: Work, *, center_id: str, reason: str) -> Center:
    """Confirm that a center is dormant."""
    center = work.get(Center, center_id)
    center.confirm_dormancy(at=work.now, reason=reason)
    return center


def appeal_dormancy(work: Work, *, center_id: str, reason: str) -> Center:
    """Object to dormancy."""
    center = work.get(Center, center_id)
    center.appeal_dormancy(at=work.now, reason=reason)
    return center


def revive_center(work: Work, *, center_id: str, reason: str) -> Center:
    """Wake a dormant center."""
    center = work.get(Center, center_id)
    center.revive(at=work.now, reason=reason)
    return center


def suspend_center(work: Work, *, center_id: str, reason: str) -> Center:
    """Stop a center for a time."""
    center = work.get(Center, center_id)
    center.suspend(at=work.now, reason=reason)
    return center


def reopen_center(work: Work, *, center_id: str, reason: str) -> Center:
    """End a suspension."""
    center = work.get(Center, center_id)
    center.reopen(at=work.now, reason=reason)
    return center


def close_center(work: Work, *, center_id: str, reason: str) -> Center:
    """Close a center for good."""
    center = work.get(Center, center_id)
    center.close(at=work.now, reason=reason)
    return center


def merge_center(work: Work, *, center_id: str, into: str, reason: str) -> Center:
    """End a center in favor of another."""
    center = work.get(Center, center_id)
    center.merge(into=work.get(Center, into), at=work.now, reason=reason)
    return center


def show_life(work: Work, center: Center, *, sign: str, on: str) -> bool:
    """Keep a sign of life of a center; False if it tells nothing new."""
    vitality = work.find_one(Vitality, center.id) or work.add(Vitality(id=center.id, center_id=center.id, area_id=center.area_id))
    return vitality.show(sign, on=on, at=work.now)


def _ancestors(work: Work, area: Area | None) -> set[str]:
    above: set[str] = set()
    while area:
        above.add(area.id)
        area = work.get(Area, area.parent_id) if area.parent_id else None
    return above


def _months_before(today: str) -> str:
    day = date.fromisoformat(today)
    months = day.year * 12 + day.month - 1 - SILENCE_MONTHS
    return date(months // 12, months % 12 + 1, min(day.day, 28)).isoformat()
