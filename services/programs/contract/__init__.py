"""The published language of programs, one module per aggregate."""

from services.programs.codes import catalogue, people, reasons
from services.programs.contract import enrolment, learner, offering, program, session
from shared.contract import Contract, code_lists

__all__ = ["CONTRACT"]

PARTS = (program, offering, session, learner, enrolment)

CONTRACT = Contract(
    service="programs",
    commands=tuple(command for part in PARTS for command in part.COMMANDS),
    kinds=tuple(part.KIND for part in PARTS),
    codes=code_lists(catalogue, people, reasons),
)
