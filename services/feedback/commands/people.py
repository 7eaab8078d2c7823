"""What people can ask without saying who they are: to be heard, and with receipt code and PIN to hear what became of it."""

from typing import Any

from services.feedback.commands.places import place_of
from services.feedback.model import Case, policy, receipt
from shared.errors import NotFound
from shared.store import Work


class ReceiptUnknown(NotFound):
    """No case opens with this receipt code and this PIN; it is not said which of them is wrong."""

    text = "No case opens with this receipt code and PIN."
    remedy = "Check both, digit by digit. Without them the case cannot be opened; you can send it again."


def receive_case(work: Work, *, center_id: str | None, **said: Any) -> Case:
    """Hear somebody, and give them what opens their case."""
    place = place_of(work, center_id)
    code, pin = work.derive("receipt", digits=receipt.CODE_DIGITS), work.derive("pin", digits=receipt.PIN_DIGITS)
    case = Case.receive(id=work.new_id(), code=code, pin=pin, place=place, today=work.today, at=work.now, **said)
    work.tell(receipt_code=code, pin=pin)
    work.note(hotlines=policy.hotlines(place["country"]))
    return work.add(case)


def check_case(work: Work, *, receipt_code: str, pin: str) -> Case:
    """Tell somebody how far their case has come, and the answer."""
    case = _mine(work, receipt_code, pin)
    work.tell(
        status=case.status,
        reason=case.reason,
        response=case.answer(work.unseal(case).get("response")),
        language=case.language,
        acknowledge_by=case.acknowledge_by,
        resolve_by=case.resolve_by,
        extended=case.extended,
        referred_to=case.referred_to,
        asks_satisfaction=case.status == "resolved" and not case.sensitive,
    )
    return case


def rate_case(work: Work, *, receipt_code: str, pin: str, face: int) -> Case:
    """Take in how satisfied somebody is with the answer."""
    case = _mine(work, receipt_code, pin)
    case.rate(face=face, today=work.today, at=work.now)
    return case


def withdraw_case(work: Work, *, receipt_code: str, pin: str, reason: str) -> Case:
    """Let somebody take their case back."""
    case = _mine(work, receipt_code, pin)
    case.withdraw(at=work.now, reason=reason)
    return case


def appeal_case(work: Work, *, receipt_code: str, pin: str, words: str | None) -> Case:
    """Let somebody else decide."""
    case = _mine(work, receipt_code, pin)
    case.appeal(words=words, today=work.today, at=work.now)
    return case


def _mine(work: Work, code: str, pin: str) -> Case:
    for case in work.find(Case, receipt_hash=receipt.fingerprint(code)):
        if case.opens_with(code, pin):
            return case
    raise ReceiptUnknown
