"""Many commands in one transaction: in their order, none held by another, each as if it had come alone."""

import pytest

from shared.errors import KeyReused, NotFound, Refusal
from shared.store import Store
from shared.store import store as module
from shared.store.store import AlreadyTaken
from tests.integration.jars import Jar, JarClosed, because, changed, closed, do, entries, filled, open_jar, opened


def order(use, *args, cause=None):
    """A command of a group."""
    return cause or because(), lambda work: use(work, *args)


def outcomes(store: Store, *orders) -> list[object]:
    """The version that each has left, or the error that refused it."""
    return [type(one) if isinstance(one, Refusal) else one.version for one in store.carry_out_all(orders)]


def test_a_group_is_carried_out_in_its_order(jars):
    id_ = open_jar(jars)
    assert outcomes(jars, order(filled, id_, 1), order(filled, id_, 2), order(closed, id_), order(filled, id_, 4)) == [
        2, 3, 4, JarClosed,
    ]  # fmt: skip
    assert jars.collection(Jar).find_one()["beans"] == 3


def test_what_one_makes_the_next_may_change(jars):
    made = "0190b3a0-0000-7000-8000-00000000000a"
    assert outcomes(jars, order(opened, "A", cause=because(new_id=made)), order(filled, made), order(filled, made)) == [1, 2, 3]
    assert [fact["version"] for entry in entries(jars) for fact in entry["facts"]] == [1, 2, 3]


def test_each_has_an_entry_of_its_own_and_time_goes_on(jars):
    id_ = open_jar(jars)
    outcomes(jars, *(order(filled, id_) for _ in range(5)))
    times = [entry["recorded_at"] for entry in jars.journal.find().sort("version", 1)]
    assert len(times) == len(set(times)) == 6
    assert times == sorted(times)


def test_one_that_is_refused_does_not_hold_the_others(jars):
    id_ = open_jar(jars)
    assert outcomes(jars, order(filled, id_), order(filled, "elsewhere"), order(filled, id_)) == [2, NotFound, 3]


def test_a_value_that_is_taken_within_the_group_refuses_the_second_only(jars):
    id_ = open_jar(jars)
    assert outcomes(jars, order(opened, "A"), order(opened, "A"), order(filled, id_)) == [1, AlreadyTaken, 2]
    assert len(entries(jars)) == 3


def test_the_same_key_twice_in_a_group_counts_once(jars):
    id_, twice = open_jar(jars), because()
    assert outcomes(jars, order(filled, id_, cause=twice), order(filled, id_, cause=twice), order(filled, id_)) == [2, 2, 3]
    assert jars.collection(Jar).find_one()["beans"] == 2


def test_the_same_key_with_another_body_in_a_group_is_refused(jars):
    id_ = open_jar(jars)
    other = because("key", fingerprint="another")
    assert outcomes(jars, order(filled, id_, cause=because("key")), order(filled, id_, cause=other)) == [2, KeyReused]


def test_a_group_sent_again_has_no_effect_and_the_same_answers(jars):
    id_ = open_jar(jars)
    orders = [order(filled, id_), order(filled, "elsewhere"), order(filled, id_)]
    assert outcomes(jars, *orders) == outcomes(jars, *orders) == [2, NotFound, 3]
    assert jars.collection(Jar).find_one()["beans"] == 2


def test_met_by_others_a_group_falls_back_to_singles(jars):
    id_ = open_jar(jars)
    met: list[object] = []

    def interrupted(work):
        if not met:
            met.append(do(jars, filled, id_, 10))
        return filled(work, id_)

    assert outcomes(jars, order(filled, id_), order(interrupted), order(filled, id_)) == [3, 4, 5]
    assert jars.collection(Jar).find_one()["beans"] == 13


@pytest.mark.parametrize("size", [1, 3, 50])
def test_groups_of_any_size_come_to_the_same(jars, size):
    id_ = open_jar(jars)
    with changed(module, GROUP=size):
        assert outcomes(jars, *(order(filled, id_) for _ in range(7))) == list(range(2, 9))


def test_a_group_takes_few_transactions(jars, monkeypatch):
    id_ = open_jar(jars)
    saved: list[int] = []
    together = jars._commits.together

    def counted(done):
        saved.append(len(done))
        together(done)

    monkeypatch.setattr(jars._commits, "together", counted)
    jars.carry_out_all([order(filled, id_) for _ in range(120)])
    assert saved == [50, 50, 20]
