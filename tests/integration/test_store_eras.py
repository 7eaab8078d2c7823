"""A newly elected primary may show less than was shown and acknowledged before; nothing is decided upon that."""

import pytest
from pymongo.errors import PyMongoError

from shared.store.eras import Eras
from tests.client import wait_until
from tests.integration.jars import Jar, JarClosed, because, closed, do, entries, filled, open_jar

SECONDS = 1  # without a primary


@pytest.fixture
def elect(mongo, jars):
    """``elect()``: the only member steps down, and is elected again."""
    eras = Eras(jars.client, jars.database["eras"])

    def has_begun(before):
        try:
            jars.client.admin.command("ping")
        except PyMongoError:
            return False
        return eras.now() != before

    def again():
        before = eras.now()
        mongo.admin.command("replSetStepDown", SECONDS, force=True)
        wait_until(lambda: has_begun(before), 20)

    return again


def test_in_each_era_something_is_written_before_the_first_decision(jars, elect):
    id_, eras = open_jar(jars), jars.database["eras"]
    first = eras.find_one()["settled"]
    assert first == jars.client.topology_description.max_election_id
    elect()
    do(jars, filled, id_)
    assert eras.find_one()["settled"] == jars.client.topology_description.max_election_id != first


def test_what_is_refused_as_an_era_ends_is_decided_again(jars, elect):
    id_, seen = open_jar(jars), []

    def refused_at_first(work, id_):
        seen.append(work)
        if len(seen) == 1:
            elect()
            raise JarClosed
        return filled(work, id_)

    assert do(jars, refused_at_first, id_).version == 2
    assert len(seen) == 2


def test_what_is_decided_as_an_era_ends_is_decided_again(jars, elect):
    id_, seen = open_jar(jars), []

    def decided(work, id_):
        seen.append(work)
        if len(seen) == 1:
            elect()
        return filled(work, id_)

    assert do(jars, decided, id_).version == 2
    assert len(seen) == 2


def test_a_group_that_is_decided_as_an_era_ends_is_decided_one_by_one(jars, elect):
    id_, seen = open_jar(jars), []

    def decided(work):
        seen.append(work)
        if len(seen) == 1:
            elect()
            raise JarClosed
        return filled(work, id_)

    replies = jars.carry_out_all([(because(), decided), (because(), decided)])
    assert [reply.version for reply in replies] == [2, 3]


def test_one_of_a_group_that_was_under_way_is_not_refused_by_what_it_has_done_itself(jars):
    id_, cause = open_jar(jars), because(name="close")

    def close(work):
        if not entries_of(jars, cause):
            do(jars, closed, id_, cause=cause)  # the first attempt comes through only now
        return closed(work, id_)

    (reply,) = jars.carry_out_all([(cause, close)])
    assert (reply.version, reply.repeated) == (2, True)
    assert jars.collection(Jar).find_one()["status"] == "closed"
    assert len(entries_of(jars, cause)) == 1


def entries_of(store, cause):
    return [entry for entry in entries(store) if entry["_id"] == cause.key]
