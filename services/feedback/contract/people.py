"""What people can ask about their own cases, with nothing but a receipt code and a PIN."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from services.feedback.codes.cases import ABOUT, CHANNELS, FACES, IDENTITIES, INTAKE_KINDS, WITHDRAWAL_REASONS
from services.feedback.contract.examples import CENTER
from shared.contract import LANGUAGE, Body, Code, Command, Day, Id, Line, Truth, Whole

WORDS = 10_000


class Contact(Body):
    """How to reach the person who speaks. It is sealed."""

    name = Line(200)
    phone = Line(40)
    email = fields.Email(validate=validate.Length(max=200))
    address = Line(300)


class ReceiveCase(Body):
    """What somebody says, in their own words and language."""

    kind = Code(INTAKE_KINDS, required=True)
    channel = Code(CHANNELS, required=True)
    language = fields.String(required=True, validate=validate.Regexp(LANGUAGE))
    words = Line(WORDS, required=True)
    identity = Code(IDENTITIES, required=True)
    contact = fields.Nested(Contact, allow_none=True, load_default=None)
    center_id = Id("center", allow_none=True, load_default=None)
    about = fields.List(Code(ABOUT), load_default=list, validate=validate.Length(max=len(ABOUT)))
    sensitive = Truth(
        load_default=False,
        metadata={"description": "Whether it is about abuse, violence or exploitation, or must be seen by a focal point only."},
    )


class CaseReceipt(Body):
    """What opens the case from now on; given again for 24 hours to whoever repeats the request, and stored nowhere."""

    receipt_code = fields.String(required=True)
    pin = fields.String(required=True)
    hotlines = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class Digits(Line):
    """Digits, as people copy them: what stands between them does not matter."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return "".join(filter(str.isdecimal, super()._deserialize(value, attr, data, **kwargs)))


class Receipt(Body):
    """What opens a case; spaces and dashes do not matter. After a few wrong tries it stays shut for a quarter of an hour."""

    receipt_code = Digits(40, required=True)
    pin = Digits(20, required=True)


class RateCase(Receipt):
    """How satisfied the person is: one of five faces, 5 the happiest."""

    face = Whole(1, len(FACES), required=True)


class WithdrawCase(Receipt):
    """Why the person takes it back, if they want to say."""

    reason = Code(WITHDRAWAL_REASONS, load_default="not_said")


class AppealCase(Receipt):
    """What the person has against the answer, if they want to say."""

    words = Line(WORDS, allow_none=True, load_default=None)


class CaseProgress(Body):
    """How far a case has come, and the answer in the language of the person."""

    status = fields.String(required=True)
    reason = fields.String(allow_none=True)
    response = fields.String(allow_none=True)
    language = fields.String()
    acknowledge_by = Day()
    resolve_by = Day()
    extended = Truth()
    referred_to = fields.String(allow_none=True)
    asks_satisfaction = Truth()


SAID = {
    "kind": "complaint",
    "channel": "web",
    "language": "kk",
    "words": "Кітапхана кешке жабық.",
    "identity": "anonymous",
    "center_id": CENTER,
}
RECEIPT = {"receipt_code": "4071 2256 9013 4478", "pin": "5520 1947"}


def _own(name: str, path: str, body: type[Body], summary: str, **more: object) -> Command:
    example = {**RECEIPT, **more.pop("example", {})}  # type: ignore[dict-item]
    return Command(name, "POST", f"/cases/receipts{path}", body, "case", "case.own", public=True, batch=False,
                   opens="receipt_code", summary=summary, example=example, **more)  # type: ignore[arg-type]  # fmt: skip


COMMANDS = (
    Command("receive_case", "POST", "/cases", ReceiveCase, "case", "case.own", creates=True, public=True,
            summary="Say something to the ministry", example=SAID, secrets=CaseReceipt),
    _own("check_case", "", Receipt, "See how far a case has come, and the answer", reads=True, secrets=CaseProgress),
    _own("rate_case", "/rate", RateCase, "Say how satisfied you are with the answer", example={"face": 4}),
    _own("withdraw_case", "/withdraw", WithdrawCase, "Take a case back"),
    _own("appeal_case", "/appeal", AppealCase, "Ask that somebody else decides"),
)  # fmt: skip

KINDS = ()
