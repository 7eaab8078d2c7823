import re
from datetime import date, timedelta

import pytest

from deploy.demo.seeds import Seeds
from gateway.resources.bodies import KEY, UUID7

TODAY = date(2026, 5, 18)
SEEDS = Seeds("KZ", TODAY)


def test_the_same_step_has_the_same_key_and_id_in_every_run():
    again = Seeds("KZ", TODAY)
    assert again.key("raise", 1) == SEEDS.key("raise", 1)
    assert again.id("need", 1) == SEEDS.id("need", 1)
    assert again.chance("a").random() == SEEDS.chance("a").random()


@pytest.mark.parametrize("other", [Seeds("MN", TODAY), Seeds("KZ", TODAY + timedelta(days=1))])
def test_another_country_or_first_day_is_another_run(other):
    assert other.key("raise") != SEEDS.key("raise")
    assert other.id("need") != SEEDS.id("need")


def test_parts_of_a_name_do_not_run_together():
    assert SEEDS.key("a", "bc") != SEEDS.key("ab", "c")


def test_ids_are_what_an_offline_client_may_choose_and_keys_what_a_request_may_carry():
    assert all(UUID7.match(SEEDS.id("learner", number)) for number in range(100))
    assert KEY.match(SEEDS.key("learner"))


def test_ids_sort_by_the_day_on_which_they_were_made():
    assert SEEDS.id("z", on=TODAY - timedelta(days=1)) < SEEDS.id("a", on=TODAY)


def test_no_day_of_the_season_lies_ahead():
    assert SEEDS.day(0) == TODAY - timedelta(weeks=12)
    assert SEEDS.day(12, 3) == TODAY


def test_moments_are_told_as_the_api_keeps_them():
    assert re.fullmatch(r"2026-05-18T09:05:00\.000Z", SEEDS.moment(TODAY, 9, 5))
