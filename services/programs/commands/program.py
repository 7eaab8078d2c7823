"""The catalogue of programs."""

from typing import Any

from services.programs.model import Program
from services.programs.model.center import lasting
from services.programs.model.program import belongs, flags_of
from shared.store import Work


def draft_program(work: Work, *, area_id: str | None, **described: Any) -> Program:
    """Write down a program of an area, or of the whole country."""
    if area_id:
        work.known("area", area_id, field="area_id")
    return _draft(work, center_id=None, area_id=area_id, **described)


def draft_center_program(work: Work, *, center_id: str, **described: Any) -> Program:
    """Write down a center's own program."""
    center = work.known("center", center_id, field="center_id")
    lasting(center)
    return _draft(work, center_id=center_id, area_id=center["area_id"], **described)


def revise_program(work: Work, *, program_id: str, **described: Any) -> Program:
    """Describe a draft anew."""
    program = work.get(Program, program_id)
    program.revise(at=work.now, **_grounded(work, program.center_id, described))
    return program


def correct_program(work: Work, *, program_id: str, reason: str, **changes: Any) -> Program:
    """Put right what was recorded wrongly."""
    program = work.get(Program, program_id)
    program.correct(at=work.now, reason=reason, changes=_grounded(work, program.center_id, changes))
    return program


def approve_program(work: Work, *, program_id: str, override_reason: str | None) -> Program:
    """Put a program into the catalogue."""
    program = work.get(Program, program_id)
    program.approve(override_reason=override_reason, at=work.now)
    return program


def retire_program(work: Work, *, program_id: str, reason: str) -> Program:
    """Take a program out of the catalogue."""
    program = work.get(Program, program_id)
    program.retire(at=work.now, reason=reason)
    return program


def _draft(work: Work, *, center_id: str | None, area_id: str | None, **described: Any) -> Program:
    described = _grounded(work, center_id, described)
    return work.add(Program.draft(id=work.new_id(), center_id=center_id, area_id=area_id, at=work.now, **described))


def _grounded(work: Work, center_id: str | None, described: dict[str, Any]) -> dict[str, Any]:
    """The description, if the needs and the agreement that it names are known and not another center's."""
    for need_id in described.get("need_ids", ()):
        need = work.known("need", need_id, field="need_ids")
        belongs("need", need, id=need_id, center_id=center_id, field="need_ids")
    if "agreement_id" not in described:
        return described
    agreement_id, agreement = described["agreement_id"], {}
    if agreement_id:
        agreement = work.known("agreement", agreement_id, field="agreement_id")
        belongs("agreement", agreement, id=agreement_id, center_id=center_id, field="agreement_id")
    return {**described, "flags": flags_of(agreement.get("status"))}
