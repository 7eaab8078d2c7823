import itertools
from collections.abc import Callable

import pytest

from services.feedback.model import Case
from services.feedback.model.case import DuplicateOfItself, NotAppreciation, ReferralUngrounded
from services.feedback.model.person import (
    AnswerInAnotherLanguage,
    AppealedAlready,
    AppealTooLate,
    ContactMissing,
    ContactUnwanted,
    NotAsked,
    SameReviewer,
)
from shared.errors import ChangeNotPossible
from tests.unit.feedback.conftest import ANSWER, AT, CODE, ID, OTHER, PIN, PLACE, TODAY, a_case, resolved, triaged

CHANGES: dict[str, Callable[[Case], object]] = {
    "acknowledged": lambda case: case.acknowledge(today=TODAY, at=AT),
    "triaged": lambda case: case.triage(kind=None, about=None, place=PLACE, at=AT),
    "in_review": lambda case: case.begin_review(reviewer="second", at=AT),
    "resolved": lambda case: case.resolve(response=ANSWER, reviewer="second", today=TODAY, at=AT),
    "closed": lambda case: case.rate(face=5, today=TODAY, at=AT),
    "referred": lambda case: case.refer(to="police", ground=None, response=None, at=AT),
    "out_of_scope": lambda case: case.rule_out(response=None, at=AT, reason="before_a_court"),
    "duplicate": lambda case: case.join(other=OTHER, response=None, at=AT),
    "withdrawn": lambda case: case.withdraw(at=AT, reason="settled"),
    "reopened": lambda case: case.reopen(today=TODAY, at=AT, reason="new_facts"),
    "appealed": lambda case: case.appeal(words=None, today=TODAY, at=AT),
}
AT_ONCE = {("received", "closed"), ("acknowledged", "closed")}  # an appreciation only


@pytest.mark.parametrize(("status", "wanted"), list(itertools.product(Case.LIFE, CHANGES)))
def test_only_what_is_drawn_can_be_asked(status: str, wanted: str) -> None:
    case = resolved()
    case.status, version = status, case.version
    if wanted in Case.LIFE[status] and (status, wanted) not in AT_ONCE:
        CHANGES[wanted](case)
        assert (case.status, case.version) == (wanted, version + 1)
    else:
        with pytest.raises(ChangeNotPossible):
            CHANGES[wanted](case)
        assert (case.status, case.version) == (status, version)


def test_all_that_is_drawn_can_be_reached() -> None:
    assert {wanted for possible in Case.LIFE.values() for wanted in possible} == set(CHANGES)


def test_only_an_appreciation_that_waits_closes_at_once() -> None:
    case = a_case(kind="appreciation")
    case.thank(response=None, at=AT)
    assert (case.status, case.reason) == ("closed", "thanked")
    for other in (a_case(), triaged(kind="appreciation"), resolved(kind="appreciation")):
        with pytest.raises((NotAppreciation, ChangeNotPossible)):
            other.thank(response=None, at=AT)


def test_the_first_not_reopens_and_the_second_closes() -> None:
    case = resolved()
    case.rate(face=2, today=TODAY, at=AT)
    assert (case.status, case.facts[-1].name, case.facts[-1].change) == ("reopened", "reopened", {"reason": "not_satisfied"})
    CHANGES["in_review"](case)
    CHANGES["resolved"](case)
    case.rate(face=1, today=TODAY, at=AT)
    assert (case.status, case.reason, case.satisfaction) == ("closed", "not_satisfied", 1)


@pytest.mark.parametrize("face", [3, 4, 5])
def test_the_other_faces_close(face: int) -> None:
    case = resolved()
    case.rate(face=face, today=TODAY, at=AT)
    assert (case.status, case.reason) == ("closed", "satisfied")


def test_silence_closes_as_no_reply_and_is_never_counted_satisfied() -> None:
    case = resolved()
    assert not case.close_unanswered(today="2026-03-31", at=AT)
    assert case.close_unanswered(today="2026-04-01", at=AT)
    assert (case.status, case.reason, case.satisfaction) == ("closed", "no_reply", None)


def test_an_appeal_goes_to_another_reviewer() -> None:
    case = resolved(reviewer="first")
    CHANGES["appealed"](case)
    with pytest.raises(SameReviewer):
        case.begin_review(reviewer="first", at=AT)
    case.begin_review(reviewer="second", at=AT)
    with pytest.raises(SameReviewer):
        case.resolve(response=ANSWER, reviewer="first", today=TODAY, at=AT)
    case.resolve(response=ANSWER, reviewer="second", today=TODAY, at=AT)
    with pytest.raises(AppealedAlready):
        CHANGES["appealed"](case)


def test_a_reopened_case_may_stay_with_its_reviewer() -> None:
    case = resolved(reviewer="first")
    CHANGES["reopened"](case)
    case.begin_review(reviewer="first", at=AT)


def test_an_appeal_comes_in_time() -> None:
    resolved().appeal(words=None, today="2026-04-01", at=AT)
    with pytest.raises(AppealTooLate):
        resolved().appeal(words=None, today="2026-04-02", at=AT)


def test_the_answer_is_in_the_language_of_the_person() -> None:
    case = triaged()
    CHANGES["in_review"](case)
    with pytest.raises(AnswerInAnotherLanguage):
        case.resolve(response={"ru": "Открыто"}, reviewer="first", today=TODAY, at=AT)
    with pytest.raises(AnswerInAnotherLanguage):
        case.rule_out(response={"ru": "Не к нам"}, at=AT, reason="another_authority")
    assert case.answer(ANSWER) == ANSWER["kk"]


def test_a_contact_is_kept_where_the_person_wants_it() -> None:
    with pytest.raises(ContactUnwanted):
        a_case(contact={"phone": "1"})
    for identity in ("named", "confidential"):
        with pytest.raises(ContactMissing):
            a_case(identity=identity)
        assert a_case(identity=identity, contact={"phone": "1"}).identity == identity


def test_a_case_is_no_duplicate_of_itself() -> None:
    with pytest.raises(DuplicateOfItself):
        triaged().join(other=ID, response=None, at=AT)


def test_a_sensitive_case_is_passed_on_with_consent_or_by_an_explained_duty() -> None:
    case = triaged_in_confidence()
    with pytest.raises(ReferralUngrounded):
        case.refer(to="police", ground=None, response=None, at=AT)
    case.refer(to="police", ground="consent", response=None, at=AT)
    assert case.referred_to == "police"


def test_a_sensitive_case_asks_no_satisfaction_and_waits_for_no_reply() -> None:
    case = triaged_in_confidence()
    CHANGES["in_review"](case)
    CHANGES["resolved"](case)
    with pytest.raises(NotAsked):
        case.rate(face=5, today=TODAY, at=AT)
    assert case.due_on is None
    case.see_through(at=AT)
    assert (case.status, case.reason) == ("closed", "seen_through")


def test_a_correction_is_for_what_a_triage_found() -> None:
    case = triaged()
    case.put_right(place=PLACE, at=AT, reason="misread", changes={"kind": "idea"})
    assert (case.kind, case.facts[-1].change) == ("idea", {"reason": "misread", "corrected": ["kind"]})
    with pytest.raises(ChangeNotPossible):
        a_case().put_right(place=PLACE, at=AT, reason="misread", changes={"kind": "idea"})


def test_a_case_opens_with_its_code_and_pin_only() -> None:
    case = a_case()
    assert case.opens_with("4071-2256-9013-4478", "5520 1947")
    assert not case.opens_with(CODE, "55201948")
    assert not case.opens_with("4071225690134479", PIN)
    assert not {CODE, PIN} & {str(value) for value in case.document().values()}


def triaged_in_confidence() -> Case:
    case = a_case(sensitive=True)
    case.confide()
    CHANGES["acknowledged"](case)
    CHANGES["triaged"](case)
    return case
