"""What single people say: a complaint, an idea, thanks, a question, and something that only a focal point may read."""

from dataclasses import dataclass

from deploy.demo.api import Document, Order, Refused
from deploy.demo.season.cast import Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

FACES = {"complaint": 4, "question": 5, "idea": 5}
EVERY = 2  # every which center hears something
VOICES = ("complaint", "idea", "thanks", "question")
KINDS = {"complaint": "complaint", "idea": "idea", "thanks": "appreciation", "question": "question"}


@dataclass(frozen=True)
class Receipt:
    """What an anonymous person holds: with it comes the answer, and nothing else opens the case."""

    case_id: str
    code: str
    pin: str
    answer: str | None
    wrong_pin_refused: bool


class NotHidden(Exception):
    """A sensitive case tells something of itself."""


class AnswerMissing(Exception):
    """Somebody asked with receipt and PIN, and was not told the answer."""


def hear(stage: Stage) -> list[Receipt]:
    """People speak; they are heard, answered and asked whether they are satisfied."""
    return [hear_one(stage, home) for home in stage.homes if home.place % EVERY == 0]


def hear_one(stage: Stage, home: Home) -> Receipt:
    """Take one voice from the first word to its end."""
    voice = VOICES[home.place // EVERY % len(VOICES)]
    case = _received(stage, home, voice, KINDS[voice])
    _deal_with(stage, home, case, ["acknowledge_case", "close_appreciation" if voice == "thanks" else "triage_case"], voice)
    if voice != "thanks":  # its triage has told where it lies, so that what follows is asked for there
        _deal_with(stage, home, case, ["review_case", "resolve_case"], voice)
    receipt = _asked(stage, home, case, voice)
    if voice in FACES:
        _own(stage, home, case, "/rate", face=FACES[voice])
    return receipt


def confide(stage: Stage) -> None:
    """Somebody says something that only a focal point may read: not even its id is told, the receipt alone opens it.

    Raises:
        NotHidden: the answer to whoever said it tells more than the receipt.
    """
    home = stage.homes[1]
    case = _received(stage, home, "in_confidence", "complaint", sensitive=True)
    if case.keys() - {"told"}:
        raise NotHidden(", ".join(case))
    _own(stage, home, case, "")


def _received(stage: Stage, home: Home, voice: str, kind: str, *, sensitive: bool = False) -> Document:
    language = home.language
    body: Document = {"kind": kind, "channel": "web", "language": language, "identity": "anonymous", "sensitive": sensitive}
    body |= {"words": text("season", voice)[language], "center_id": home.center_id}
    if home.place % 4 == 2:  # noqa: PLR2004
        body |= {"identity": "confidential", "contact": {"email": f"{home.code.lower()}@center.example"}, "channel": "paper"}
    return stage.api.post("/v1/cases", None, key=home.key("say", voice), body=body)


def _deal_with(stage: Stage, home: Home, case: Document, steps: list[str], voice: str) -> None:
    answer = {"response": text("season", f"{voice}_answer")}
    bodies: dict[str, Document] = {"resolve_case": answer, "close_appreciation": answer}
    orders = [Order(home.key(step, voice), step, {"case_id": case["id"]}, bodies.get(step, {})) for step in steps]
    stage.api.batch(stage.officer(home.region.code), orders)


def _asked(stage: Stage, home: Home, case: Document, voice: str) -> Receipt:
    told = case.get("told") or {}
    if not told:  # a receipt is told for a day only; whoever runs the demonstration later has seen it before
        return Receipt(case["id"], "", "", None, wrong_pin_refused=True)
    answer = _own(stage, home, case, "").get("response")
    if answer != text("season", f"{voice}_answer")[home.language]:
        raise AnswerMissing(case["id"])
    return Receipt(case["id"], told["receipt_code"], told["pin"], answer, wrong_pin_refused=_wrong(stage, home, case))


def _wrong(stage: Stage, home: Home, case: Document) -> bool:
    wrong = {"receipt_code": case["told"]["receipt_code"], "pin": "00000000"}
    try:
        stage.api.post("/v1/cases/receipts", None, key=home.key("guess"), body=wrong)
    except Refused:
        return True
    return False


def _own(stage: Stage, home: Home, case: Document, path: str, **body: object) -> Document:
    told = case.get("told") or {}
    if not told:
        return {}
    owned = {name: told[name] for name in ("receipt_code", "pin")}
    return stage.api.post(f"/v1/cases/receipts{path}", None, key=home.key("own", path), body=owned | body)
