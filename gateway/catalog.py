"""What the four services publish, as the gateway offers it."""

from dataclasses import dataclass
from functools import cache

from shared.contract import Command, Contract, Kind

SERVICES = ("registry", "programs", "partnerships", "feedback")


@cache
def contracts() -> dict[str, Contract]:
    """The contract of each service by its name."""
    from services.feedback.contract import CONTRACT as FEEDBACK  # noqa: PLC0415
    from services.partnerships.contract import CONTRACT as PARTNERSHIPS  # noqa: PLC0415
    from services.programs.contract import CONTRACT as PROGRAMS  # noqa: PLC0415
    from services.registry.contract import CONTRACT as REGISTRY  # noqa: PLC0415

    return {contract.service: contract for contract in (REGISTRY, PROGRAMS, PARTNERSHIPS, FEEDBACK)}


@cache
def commands() -> dict[str, tuple[str, Command]]:
    """Every command by its name, with the service that owns it."""
    return {command.name: (name, command) for name, contract in contracts().items() for command in contract.commands}


@cache
def kinds() -> dict[str, tuple[str, Kind]]:
    """Every kind of aggregate by its name, with the service that owns it."""
    return {kind.name: (name, kind) for name, contract in contracts().items() for kind in contract.kinds}


def path_of(kind: Kind) -> str:
    """Where a kind is listed: ``/v1/<plural>``."""
    return f"/v1/{kind.plural.replace('_', '-')}"


@dataclass(frozen=True)
class Told:
    """A type of event: what has happened to a kind of aggregate, and who tells it."""

    service: str
    kind: Kind
    name: str  # past tense, as in "suspended"

    @property
    def type(self) -> str:
        """As CloudEvents names it."""
        return f"toono.{self.service}.{self.kind.name}.{self.name}"


@cache
def events() -> dict[str, Told]:
    """Every type of event by its name."""
    told = [Told(service, kind, name) for service, kind in kinds().values() for name in kind.events]
    return {one.type: one for one in told}
