"""The unit of work: wholly or not at all, once however often it is asked, and by one after the other."""

import uuid
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from shared.errors import KeyReused, NotFound, VersionMismatch
from shared.store import Work
from shared.store.store import AlreadyTaken
from shared.store.work import OtherArea
from tests.integration.jars import AREA, NOW, Jar, JarClosed, because, closed, do, entries, filled, open_jar, opened


def test_a_command_leaves_its_state_and_its_entry(jars):
    cause = because(name="open", actor={"id": "a"}, reason="why", correlation="c")
    reply = do(jars, opened, "A", cause=cause)
    kept, (entry,) = jars.collection(Jar).find_one({"_id": reply.id}), entries(jars)
    assert (kept["code"], kept["version"]) == ("A", 1)
    assert entry["_id"] == cause.key
    assert (entry["actor"], entry["reason"], entry["correlation"]) == ({"id": "a"}, "why", "c")
    assert [(fact["type"], fact["version"]) for fact in entry["facts"]] == [(f"toono.{jars.service}.jar.opened", 1)]


def test_without_its_entry_no_state_is_kept(jars):
    jars.journal.create_index("correlation", unique=True)
    do(jars, opened, "A", cause=because(correlation="same"))
    with pytest.raises(AlreadyTaken):
        do(jars, opened, "B", cause=because(correlation="same"))
    assert [jar["code"] for jar in jars.collection(Jar).find()] == ["A"]


def test_without_all_states_no_entry_and_no_state_is_kept(jars):
    first = open_jar(jars)
    taken = do(jars, opened, "taken").state["code"]

    def two(work: Work) -> Jar:
        filled(work, first)
        return opened(work, taken)

    with pytest.raises(AlreadyTaken, match="The code taken is already taken"):
        do(jars, two)
    assert jars.collection(Jar).find_one({"_id": first})["beans"] == 0
    assert len(entries(jars)) == 2


def test_a_refusal_is_not_kept_and_decided_anew(jars):
    id_, cause = open_jar(jars), because()
    with pytest.raises(NotFound):
        do(jars, filled, "elsewhere", cause=cause)
    assert do(jars, filled, id_, cause=cause).version == 2
    assert len(entries(jars)) == 2


def test_a_repeated_command_gets_the_same_answer_and_has_no_effect(jars):
    id_, cause = open_jar(jars), because()
    first = do(jars, filled, id_, cause=cause)
    do(jars, closed, id_)
    again = do(jars, filled, id_, cause=cause)  # now it would be refused
    assert (again.id, again.version, again.state) == (first.id, first.version, first.state)
    assert (first.repeated, again.repeated) == (False, True)
    assert jars.collection(Jar).find_one()["beans"] == 1
    with pytest.raises(JarClosed):
        do(jars, filled, id_)


def test_another_request_under_a_used_key_is_refused(jars):
    id_, cause = open_jar(jars), because("key")
    do(jars, filled, id_, cause=cause)
    with pytest.raises(KeyReused):
        do(jars, filled, id_, cause=because("key", fingerprint="another"))


def test_a_read_under_a_used_key_is_refused_too(jars):
    one, other = (do(jars, opened, code, code).id for code in "ab")

    def disclosed(work: Work, id: str) -> Jar:  # noqa: A002
        jar = work.get(Jar, id)
        work.tell(**work.unseal(jar))
        return jar

    told = do(jars, disclosed, one, cause=because("key"), reads=True).told
    assert told == {"note": "a"}
    assert do(jars, disclosed, one, cause=because("key"), reads=True).told == told
    with pytest.raises(KeyReused):  # else it would be read without a trace
        do(jars, disclosed, other, cause=because("key", fingerprint="another"), reads=True)


def test_time_never_runs_backwards_within_an_aggregate(jars):
    id_ = open_jar(jars)
    for days in (0, -1, 2, -3, 1):
        do(jars, filled, id_, cause=because(now=NOW + timedelta(days=days)))
    times = [entry["recorded_at"] for entry in jars.journal.find().sort("version", 1)]
    assert all(earlier < later for earlier, later in pairwise(times))


def test_if_match_admits_the_newest_version_only(jars):
    id_, cause = open_jar(jars), because(match=1)
    do(jars, filled, id_, cause=cause)
    with pytest.raises(VersionMismatch):
        do(jars, filled, id_, cause=because(match=1))
    assert do(jars, filled, id_, cause=cause).version == 2  # repeated, it is answered as before


def test_what_lies_in_another_area_than_was_checked_is_out_of_reach(jars):
    id_ = open_jar(jars, cause=because(scope={f"jar:{uuid.uuid4()}": "elsewhere"}))
    assert do(jars, filled, id_, cause=because(scope={f"jar:{id_}": AREA})).version == 2
    with pytest.raises(OtherArea):
        do(jars, filled, id_, cause=because(scope={f"jar:{id_}": "elsewhere"}))


def carried_off(work, id_):
    jar = work.get(Jar, id_)
    jar.area_id = "elsewhere"
    jar.record("moved", at=work.now)
    return jar


@pytest.mark.parametrize("many", [1, 2])
def test_what_has_moved_since_is_not_told_again_to_who_may_no_longer_see_it(jars, many):
    id_ = open_jar(jars)
    causes = [because(scope={f"jar:{id_}": AREA, f"lid:{uuid.uuid4()}": AREA}) for _ in range(many)]

    def again(**more):
        told = [replace(cause, **more) for cause in causes]
        return jars.carry_out_all([(cause, lambda work: filled(work, id_)) for cause in told])

    first = again()
    assert [one.version for one in again()] == [one.version for one in first]
    do(jars, carried_off, id_)
    assert {type(one) for one in again()} == {OtherArea}
    with pytest.raises(OtherArea):
        do(jars, filled, id_, cause=causes[0])
    assert [one.version for one in again(scope={f"jar:{id_}": "elsewhere"})] == [one.version for one in first]


def test_an_id_that_is_taken_is_named(jars):
    taken = open_jar(jars)
    with pytest.raises(AlreadyTaken, match=taken):
        do(jars, opened, "B", cause=because(new_id=taken))
