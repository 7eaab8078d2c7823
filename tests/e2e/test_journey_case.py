"""Somebody without a name complains; a receipt and a PIN are all that leads back to the case."""

import uuid

import pytest

from tests.client import Answer, Api

pytest_plugins = ["tests.e2e.town"]

WORDS = "Кітапхана кешке жабық, ал біз жұмыстан кейін ғана келеміз."
ANSWER = {"response": {"kk": "Енді сағат 21:00-ге дейін ашық.", "en": "Open until nine."}}


def said(anybody: Api, center: str, key: str | None = None, **more) -> Answer:
    """What somebody says."""
    body = {"kind": "complaint", "channel": "web", "language": "kk", "words": WORDS, "identity": "anonymous", "center_id": center}
    return anybody.post("/v1/cases", {**body, **more}, key=key)


def receipt_of(answer: Answer) -> dict[str, str]:
    """What opens the case."""
    return {name: answer.body["told"][name] for name in ("receipt_code", "pin")}


@pytest.fixture
def officer(api, town):
    return api("district_officer", area=town.ids["area"])


def test_a_voice_without_a_name_is_heard_answered_and_judges_the_answer(anybody, town, officer, databases):
    key = str(uuid.uuid4())
    first, again = (said(anybody, town.ids["center"], key) for _ in range(2))
    assert first.status == 201
    case, receipt = first.body["id"], receipt_of(first)
    assert (again.body["id"], receipt_of(again)) == (case, receipt)
    assert said(anybody, town.ids["center"], key, words="Another").status == 422
    assert set(first.body) == {"id", "version", "status", "area_id", "told"}  # until its triage it tells no more

    for step, body in (("acknowledge", {}), ("triage", {}), ("review", {}), ("resolve", ANSWER)):
        answer = officer.post(f"/v1/cases/{case}/{step}", body)
        assert answer.status == 200, (step, answer.body)
    words = officer.post(f"/v1/cases/{case}/disclose", {"reason": "handling"})
    assert words.body["words"] == WORDS
    assert words.headers["Cache-Control"] == "no-store"

    progress = anybody.post("/v1/cases/receipts", receipt).body
    assert (progress["status"], progress["response"]) == ("resolved", ANSWER["response"]["kk"])
    for wrong in ({**receipt, "pin": "00000000"}, {**receipt, "receipt_code": "0000000000000000"}):
        assert anybody.post("/v1/cases/receipts", wrong).status == 404
    rated = anybody.post("/v1/cases/receipts/rate", {**receipt, "face": 5})
    assert (rated.body["status"], rated.body["satisfaction"]) == ("closed", 5)

    found = officer.get(f"/v1/cases/{case}").body
    assert found["status"] == "closed"
    assert WORDS not in str(found)
    kept = databases["toono_feedback"]
    stored = repr([list(kept[name].find({"_id": {"$ne": "head"}})) for name in ("case", "journal")])
    assert not any(secret in stored for secret in (WORDS, receipt["pin"], receipt["receipt_code"]))


def test_what_is_said_in_confidence_is_seen_by_nobody_but_who_said_it(anybody, town, officer):
    answer = said(anybody, town.ids["center"], sensitive=True)
    assert (answer.status, set(answer.body)) == (201, {"told"})
    assert anybody.post("/v1/cases/receipts", receipt_of(answer)).body["status"] == "received"
    for caller in (town.ministry, officer, town.manager):
        assert caller.get("/v1/cases", center_id=town.ids["center"]).body["items"] == []


def test_who_says_something_in_words_of_their_own_may_take_it_back(anybody, town, officer):
    answer = said(anybody, town.ids["center"])
    receipt = receipt_of(answer)
    assert anybody.post("/v1/cases/receipts/withdraw", receipt).status == 200
    assert officer.post(f"/v1/cases/{answer.body['id']}/acknowledge", {}).status == 409
    assert anybody.post("/v1/cases/receipts", receipt).body["status"] == "withdrawn"
