"""The published language of partnerships."""

from services.partnerships import codes
from services.partnerships.contract import agreement, contribution, partner, subscription
from shared.contract import Contract, code_lists

CONTRACT = Contract(
    service="partnerships",
    commands=(*partner.COMMANDS, *agreement.COMMANDS, *contribution.COMMANDS, *subscription.COMMANDS),
    kinds=(partner.KIND, agreement.KIND, contribution.KIND, subscription.KIND),
    codes=code_lists(codes),
)
