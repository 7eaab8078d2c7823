"""Guessing a PIN: after a few wrong ones a case stays shut for a while, and an address gets no more tries."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, repeat

import pytest
import urllib3

from gateway.tries import LASTS, OF_A_THING, OF_AN_ADDRESS
from tests.client import Answer, Api, refused

pytestmark = pytest.mark.platform
PROCESSES = 2  # gateways count each for themselves


@pytest.fixture
def stranger(gateway_url) -> Iterator[Callable[[], Api]]:
    """``stranger()``: a client at an address of its own, so that what it is refused is not refused to the other tests."""
    made: list[Api] = []

    def make() -> Api:
        address = ".".join(["127", *(str(part % 250 + 2) for part in uuid.uuid4().bytes[:3])])
        made.append(Api(gateway_url, None, urllib3.PoolManager(retries=False, timeout=30, source_address=(address, 0))))
        return made[-1]

    yield make
    for one in made:
        one.pool.clear()


def receipt(world, by: Api) -> dict[str, str]:
    told = by.post("/v1/cases", world.body("receive_case", words=f"Said once, {uuid.uuid4()}.")).body["told"]
    return {name: told[name] for name in ("receipt_code", "pin")}


def guesses(by: Api, codes: Iterable[str], most: int) -> Answer:
    """Guess PINs until that is refused; that refusal."""
    for tries, code in zip(range(most * PROCESSES + 1), codes, strict=False):
        answer = by.post("/v1/cases/receipts", {"receipt_code": code, "pin": f"{tries:08}"})
        if answer.status == 429:
            assert tries >= most
            return answer
        refused(answer, 404)
    raise AssertionError("it went on")


def test_a_case_is_shut_to_everybody_after_a_few_wrong_pins(world, stranger):
    by = stranger()
    opens, other = receipt(world, by), receipt(world, by)
    written = cycle(opens["receipt_code"][:cut] + " - " + opens["receipt_code"][cut:] for cut in range(16))
    answer = guesses(by, written, OF_A_THING)
    refused(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= LASTS
    refused(by.post("/v1/cases/receipts", opens), 429)
    assert by.post("/v1/cases/receipts", other).status == 200


def test_whether_there_is_such_a_case_is_not_told(world, stranger):
    by = stranger()
    unknown, known = (
        guesses(by, repeat(code), OF_A_THING).body
        for code in (f"{uuid.uuid4().int % 10**16:016}", receipt(world, by)["receipt_code"])
    )
    for told in (unknown, known):
        told["detail"] = told["detail"].replace(str(told.pop("params")["seconds"]), "so many")
    assert unknown == known


def test_an_address_gets_no_more_tries_at_whatever_case(world, stranger):
    by, another = stranger(), stranger()
    opens = receipt(world, another)
    refused(guesses(by, (f"{uuid.uuid4().int % 10**16:016}" for _ in repeat(None)), OF_AN_ADDRESS), 429)
    refused(by.post("/v1/cases/receipts", opens), 429)
    assert another.post("/v1/cases/receipts", opens).status == 200


def test_right_pins_are_not_counted(world, stranger):
    by = stranger()
    opens = receipt(world, by)
    for _ in range(OF_A_THING * PROCESSES + 1):
        assert by.post("/v1/cases/receipts", opens).status == 200
