"""What the registry does when others' facts arrive: centers show that they live."""

from services.registry.commands import show_life
from services.registry.model import Center
from shared.envelope import Event
from shared.store import Work

SIGNS = {
    "toono.programs.session.held": ("session-held", "held_on"),
    "toono.programs.offering.completed": ("offering-completed", "completed_on"),
    "toono.feedback.decision.recorded": ("decision-recorded", "decided_on"),
}


def center_lives(work: Work, event: Event) -> None:
    """A session was held, an offering completed, a decision recorded: evidence of life, of the day that it happened."""
    sign, dated = SIGNS[event.type]
    center = work.get(Center, event.state["center_id"])
    if not show_life(work, center, sign=sign, on=event.state[dated]):
        work.moot("a later sign of this kind is known")
