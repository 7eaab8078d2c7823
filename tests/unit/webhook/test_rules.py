import random
from datetime import UTC, datetime

import pytest

from services.partnerships.delivery.webhook import schedule
from services.partnerships.delivery.webhook.answer import rest, verdict
from services.partnerships.delivery.webhook.breaker import FAILURES, FIRST, LAST, WITHIN, Breaker
from services.partnerships.delivery.webhook.pace import Pace

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Middle(random.Random):
    """No luck, either way."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def test_ten_tries_are_spread_over_three_days():
    waits = [schedule.wait(tries, chance=Middle()) for tries in range(1, 11)]
    assert waits[:6] == [5, 300, 1800, 7200, 18_000, 36_000]
    assert waits[9] is None
    assert 3 * 24 * 3600 <= sum(one for one in waits if one) <= 4 * 24 * 3600


def test_retries_of_many_events_do_not_come_at_one_moment():
    chance = random.Random(1)  # noqa: S311  of a test
    waits = {schedule.wait(2, chance=chance) for _ in range(100)}
    assert len(waits) == 100
    assert all(270 <= one <= 330 for one in waits if one)


def test_what_the_endpoint_asks_for_is_obeyed_where_it_is_longer():
    assert schedule.wait(1, asked=60, chance=Middle()) == 60
    assert schedule.wait(2, asked=60, chance=Middle()) == 300


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("999999999999", 86_400),
        ("Tue, 03 Mar 2026 12:01:00 GMT", 60),
        ("Tue, 03 Mar 2026 11:00:00 GMT", 0),
        ("Fri, 03 Apr 2026 12:00:00 GMT", 86_400),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert rest(header, now=NOW) == seconds


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (200, None),
        (204, None),
        (301, "redirect"),
        (308, "redirect"),
        (410, "gone"),
        (400, "refused"),
        (404, "refused"),
        (429, "status"),
        (500, "status"),
        (199, "status"),
    ],
)
def test_only_success_is_success(status, word):
    assert verdict(status) == word


def test_the_circuit_opens_after_failures_in_a_row():
    breaker = Breaker(Middle())
    for _ in range(FAILURES - 1):
        breaker.failed(100.0)
    breaker.succeeded()
    for _ in range(FAILURES - 1):
        breaker.failed(101.0)
    assert breaker.until == 0
    breaker.failed(102.0)
    assert breaker.until == 102 + FIRST


def test_failures_far_apart_open_nothing():
    breaker = Breaker(Middle())
    for number in range(20):
        breaker.failed(number * (WITHIN / (FAILURES - 1) + 1))
    assert not breaker.is_open


def test_probes_that_fail_come_less_and_less_often_and_one_success_closes():
    breaker, now, pauses = Breaker(Middle()), 0.0, []
    for _ in range(FAILURES):
        breaker.failed(now)
    for _ in range(10):
        pauses.append(breaker.until - now)
        now = breaker.until
        breaker.failed(now)
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == LAST
    breaker.succeeded()
    assert not breaker.is_open


def test_probes_that_are_answered_by_a_refusal_do_not_become_rarer():
    breaker, now = Breaker(Middle()), 0.0
    for _ in range(FAILURES + 5):
        breaker.failed(now, answers=True)
        now = max(now, breaker.until)
    assert breaker.until - FIRST <= now <= FIRST * 7


def test_failures_of_attempts_that_were_under_way_do_not_prolong_the_pause():
    breaker = Breaker(Middle())
    for _ in range(FAILURES + 8):
        breaker.failed(0.0)
    assert breaker.until == FIRST


def test_an_endpoint_is_left_alone_for_as_long_as_it_asks():
    breaker = Breaker(Middle())
    breaker.rest(10.0, 3600)
    assert breaker.is_open
    assert breaker.until == 3610


def test_the_pace_gives_a_burst_and_then_the_rate():
    pace = Pace(10, now=0.0)
    assert [pace.take(0.0) for _ in range(10)] == [0.0] * 10
    assert pace.take(0.0) == pytest.approx(0.1)
    assert pace.take(0.0) == pytest.approx(0.2)
    assert pace.take(100.0) == 0.0
