"""What is learnt: the catalogue of programs, their offerings and sessions, the learners and their enrolments."""

from services.programs.model.enrolment import Enrolment
from services.programs.model.learner import Learner
from services.programs.model.offering import Offering
from services.programs.model.program import Program
from services.programs.model.session import Session

__all__ = ["Enrolment", "Learner", "Offering", "Program", "Session"]
