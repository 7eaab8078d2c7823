"""What feedback decides: needs and their support, meetings and decisions, cases."""

from services.feedback.model.case import Case
from services.feedback.model.decision import Decision
from services.feedback.model.meeting import Meeting
from services.feedback.model.need import Need
from services.feedback.model.support import Support
from services.feedback.model.tally import Tally

__all__ = ["Case", "Decision", "Meeting", "Need", "Support", "Tally"]
