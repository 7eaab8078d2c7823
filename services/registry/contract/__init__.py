"""The registry's published language."""

from services.registry.contract import areas, centers, imports
from shared.contract import Contract

CONTRACT = Contract(
    service="registry",
    commands=areas.COMMANDS + centers.COMMANDS + imports.COMMANDS,
    kinds=areas.KINDS + centers.KINDS + imports.KINDS,
)
