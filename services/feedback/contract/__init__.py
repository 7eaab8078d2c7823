"""Feedback's published language."""

from services.feedback import codes
from services.feedback.contract import cases, confidential, meetings, needs, people
from shared.contract import Contract, code_lists

PARTS = (needs, meetings, people, cases, confidential)

CONTRACT = Contract(
    service="feedback",
    commands=tuple(command for part in PARTS for command in part.COMMANDS),
    kinds=tuple(kind for part in PARTS for kind in part.KINDS),
    codes=code_lists(codes.cases, codes.meetings, codes.needs),
)
