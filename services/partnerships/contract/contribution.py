"""The published language of contributions."""

from typing import Any

from marshmallow import fields

from services.partnerships.codes import CURRENCIES, RESOURCES, UNITS
from services.partnerships.contract.examples import AGREEMENT, AREA, CENTER, CONTRIBUTION, PARTNER, WHY
from shared.contract import Amount, Body, Code, Command, Day, Id, Kind, Nothing, Reason, Text, Truth, Whole

STATUSES = ("pledged", "confirmed", "received", "used", "acknowledged", "cancelled")
TODAY = {"description": "Today if left out."}


class Value(Body):
    """What it is worth: counted for cash, an estimate for all else."""

    amount = Amount(required=True)
    currency = Code(CURRENCIES, required=True, metadata={"description": "ISO 4217."})


class Gift(Body):
    """What is given. Cash needs a value, goods quantity and unit, labor hours a quantity."""

    kind = Code(RESOURCES)
    value = fields.Nested(Value, allow_none=True)
    quantity = Amount(allow_none=True)
    unit = Code(UNITS, allow_none=True)
    description = Text(500)


class Pledge(Gift):
    """A promise, whoever makes it."""

    kind = Code(RESOURCES, required=True)
    description = Text(500, required=True)
    agreement_id = Id("agreement", load_default=None, allow_none=True)
    pledged_on = Day(load_default=None, allow_none=True, metadata=TODAY)


class PledgeToCenter(Pledge):
    """A promise as the center notes it: by a partner, or by the community."""

    partner_id = Id("partner", load_default=None, allow_none=True)
    community = Truth(load_default=False)


class PledgeAsPartner(Pledge):
    """A promise as the partner makes it."""

    center_id = Id("center", required=True)


class ReceiveContribution(Body):
    """The day on which it arrived."""

    received_on = Day(load_default=None, allow_none=True, metadata=TODAY)


class UseContribution(Body):
    """The day on which it was put to use."""

    used_on = Day(load_default=None, allow_none=True, metadata=TODAY)


class AcknowledgeContribution(Body):
    """The day on which the giver was thanked."""

    acknowledged_on = Day(load_default=None, allow_none=True, metadata=TODAY)


class CorrectContribution(Gift, Reason):
    """What was recorded wrongly, and why it is put right."""

    pledged_on = Day()
    received_on = Day()
    used_on = Day()
    acknowledged_on = Day()


class ContributionState(Gift):
    """A contribution as others see it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True)
    center_id = Id("center", required=True)
    partner_id = Id("partner", required=True, allow_none=True)
    community = Truth(required=True)
    agreement_id = Id("agreement", allow_none=True)
    pledged_on = Day(required=True)
    received_on = Day(allow_none=True)
    used_on = Day(allow_none=True)
    acknowledged_on = Day(allow_none=True)
    cancelled_because = fields.String(allow_none=True)


GIFT = {
    "kind": "goods",
    "value": {"amount": "450000.00", "currency": "KZT"},
    "quantity": "6.00",
    "unit": "piece",
    "description": {"kk": "Оқушыларға арналған ноутбуктер", "en": "Laptops for learners"},
    "agreement_id": AGREEMENT,
    "pledged_on": "2026-03-02",
}
HOURS = {
    "kind": "labor_hours",
    "quantity": "120",
    "description": {"mn": "Иргэд байрыг засварлана", "en": "People of the soum repair the building"},
    "community": True,
}
STATE = {
    **GIFT,
    "id": CONTRIBUTION,
    "version": 3,
    "status": "received",
    "area_id": AREA,
    "center_id": CENTER,
    "partner_id": PARTNER,
    "community": False,
    "received_on": "2026-03-20",
    "used_on": None,
    "acknowledged_on": None,
    "cancelled_because": None,
}


def _pledge(name: str, at: str, body: type[Body], summary: str, example: dict[str, Any]) -> Command:
    return Command(
        name, "POST", f"/{at}s/{{{at}_id}}/contributions", body, "contribution", "contribution.pledge", (f"{at}:{at}_id",),
        creates=True, summary=summary, example=example,
    )  # fmt: skip


def _change(verb: str, body: type[Body], permission: str, summary: str, example: dict[str, Any] = WHY) -> Command:
    path = f"/contributions/{{contribution_id}}/{verb}"
    return Command(
        f"{verb}_contribution", "POST", path, body, "contribution", permission, ("contribution:contribution_id",),
        summary=summary, example=example,
    )  # fmt: skip


COMMANDS = (
    _pledge("pledge_contribution", "center", PledgeToCenter,
            "Note what a partner or the community promises", HOURS),
    _pledge("pledge_as_partner", "partner", PledgeAsPartner,
            "Promise something to a center", GIFT | {"center_id": CENTER}),
    _change("confirm", Nothing, "contribution.pledge", "Make a promise firm", {}),
    _change("receive", ReceiveContribution, "contribution.receive", "Note that it has arrived",
            {"received_on": "2026-03-20"}),
    _change("use", UseContribution, "contribution.receive", "Note that it was put to use", {"used_on": "2026-04-01"}),
    _change("acknowledge", AcknowledgeContribution, "contribution.receive", "Note that the giver was thanked",
            {"acknowledged_on": "2026-05-01"}),
    _change("cancel", Reason, "contribution.pledge", "Take a promise back"),
    _change("correct", CorrectContribution, "contribution.receive", "Put right what was recorded wrongly",
            WHY | {"quantity": "5"}),
)  # fmt: skip

KIND = Kind(
    "contribution",
    "contributions",
    ContributionState,
    ("pledged", "confirmed", "received", "used", "acknowledged", "cancelled", "corrected", "moved"),
    STATE,
    filters=("status", "center_id", "partner_id", "agreement_id", "community", "kind"),
    texts=("description",),
)
