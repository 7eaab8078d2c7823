"""The registry's published language."""

from services.registry import codes
from services.registry.contract import areas, centers, imports
from shared.contract import Contract, code_lists

CONTRACT = Contract(
    service="registry",
    commands=areas.COMMANDS + centers.COMMANDS + imports.COMMANDS,
    kinds=areas.KINDS + centers.KINDS + imports.KINDS,
    codes=code_lists(codes),
)
