"""One key, one request: repeated it is answered again, with another body it is refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.catalog import commands
from tests.client import refused

pytestmark = pytest.mark.platform
CREATING = ("propose_center", "draft_center_program", "pledge_contribution", "raise_need")  # one of each service


@pytest.mark.parametrize("name", CREATING)
def test_a_repeated_request_is_answered_again(name, everything, world):
    path, key = world.path(commands()[name][1]), str(uuid.uuid4())
    body = world.body(name, **({"code": key[:8]} if name == "propose_center" else {}))
    if name == "draft_center_program":
        body |= {"need_ids": [], "agreement_id": None}
    first = everything.post(path, body, key=key)
    assert first.status == 201
    again = everything.post(path, body, key=key)
    assert (again.status, again.body, again.etag) == (201, first.body, first.etag)
    refused(everything.post(path, {**body, **changed(name)}, key=key), 422, names="Idempotency-Key")


def changed(name):
    return {"raise_need": {"topic": "health"}, "pledge_contribution": {"quantity": "7"}}.get(name, {"languages": ["en"]})


def test_who_asks_again_for_a_receipt_is_told_all_of_it_again(anybody, world):
    body, key = world.body("receive_case"), str(uuid.uuid4())
    first, again = (anybody.post("/v1/cases", body, key=key) for _ in range(2))
    assert again.body == first.body


def test_twins_at_the_same_time_are_one(everything, world):
    """Sixteen at once: one need is raised, and each is told of it."""
    body, key = world.body("raise_need"), str(uuid.uuid4())
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: everything.post("/v1/needs", body, key=key), range(16)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["id"] for answer in answers}) == 1


def test_many_at_once_have_each_their_own_answer(everything, world):
    """What is given at the same time travels together; a part of it is refused."""

    def ask(number: int) -> bool:
        title = {"en": f"Need {number}"}
        if number % 4:
            answer = everything.post("/v1/needs", world.body("raise_need", title=title))
            return (answer.status, answer.body["title"]) == (201, title)
        unknown = str(uuid.uuid4())
        answer = everything.post(f"/v1/needs/{unknown}/support", world.body("support_need"))
        return answer.status == 404 and unknown in answer.body["detail"]

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(160)))
