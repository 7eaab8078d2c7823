"""The registry: areas and centers. A table of contents."""

from services.registry import commands, reactions
from services.registry.contract import CONTRACT
from services.registry.imports import steps as imports
from services.registry.model import Area, Center, Import, Vitality
from shared.entrypoints import Service, command, on


class Registry(Service):
    """What there is, where, and who runs it."""

    name = "registry"
    contract = CONTRACT
    aggregates = (Area, Center, Vitality, Import)

    define_area = command(commands.define_area)
    revise_area = command(commands.revise_area)
    move_area = command(commands.move_area)
    recode_area = command(commands.recode_area)
    retire_area = command(commands.retire_area)
    split_area = command(commands.split_area)
    merge_area = command(commands.merge_area)

    propose_center = command(commands.propose_center)
    revise_center = command(commands.revise_center)
    correct_center = command(commands.correct_center)
    register_center = command(commands.register_center)
    activate_center = command(commands.activate_center)
    verify_center = command(commands.verify_center)
    propose_dormancy = command(commands.propose_dormancy)
    confirm_dormancy = command(commands.confirm_dormancy)
    appeal_dormancy = command(commands.appeal_dormancy)
    revive_center = command(commands.revive_center)
    suspend_center = command(commands.suspend_center)
    reopen_center = command(commands.reopen_center)
    close_center = command(commands.close_center)
    merge_center = command(commands.merge_center)

    enter_center = command(commands.enter_center)
    start_import = command(imports.start_import)
    take_rejected = command(imports.take_rejected)

    session_held = on("programs.session.held", reactions.center_lives)
    offering_completed = on("programs.offering.completed", reactions.center_lives)
    decision_recorded = on("feedback.decision.recorded", reactions.center_lives)
