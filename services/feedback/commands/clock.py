"""What the clock asks, every day: that what is late goes up, and that what nobody answers is closed."""

from services.feedback.model import Case, Tally, policy
from services.feedback.model.timing import OPEN
from shared.store import Work


def escalate_due_cases(work: Work, *, limit: int) -> Tally:
    """Let cases go up whose time runs out. Asked again on the same day it finds nothing more to do."""
    due = _due(work, *OPEN)
    escalated = [case.escalate(today=work.today, at=work.now) for case in due[:limit]]
    return Tally(id=work.new_id(), count=sum(escalated), more=len(due) > limit)


def close_unanswered(work: Work, *, limit: int) -> Tally:
    """Close cases whose answer nobody has rated."""
    due = _due(work, "resolved")
    closed = [case.close_unanswered(today=work.today, at=work.now) for case in due[:limit]]
    return Tally(id=work.new_id(), count=sum(closed), more=len(due) > limit)


def _due(work: Work, *statuses: str) -> list[Case]:
    due = [case for case in work.find(Case, due_on=policy.up_to(work.today)) if case.status in statuses]
    return sorted(due, key=lambda case: (case.due_on or "", case.id))
