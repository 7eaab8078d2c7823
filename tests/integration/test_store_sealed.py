"""What only few may know: sealed values, and secrets that are told for a day."""

from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.errors import Unavailable
from shared.store import Work
from tests.integration.jars import Jar, because, do, entries, filled, open_jar, opened

SECRET = "The key lies under the stone"


def dump(store) -> str:
    """All that the service's database holds, keys included."""
    names = [store.database.name, f"toono_keys_{store.service}"]
    databases = [store.client[name] for name in names]
    return repr([list(base[name].find()) for base in databases for name in base.list_collection_names()])


def read(store, id_: str) -> dict[str, Any]:
    """The sealed values as the service reads them."""
    work = Work(store, because())
    return work.unseal(work.get(Jar, id_))


def erased(work: Work, id: str) -> Jar:  # noqa: A002
    """Forget what is sealed."""
    jar = work.get(Jar, id)
    jar.record("forgotten", at=work.now)
    work.erase(jar)
    return jar


def test_sealed_values_are_nowhere_to_be_read_but_by_the_service(jars):
    reply = do(jars, opened, "A", SECRET)
    assert read(jars, reply.id) == {"note": SECRET}
    assert SECRET not in dump(jars)
    assert "note" not in reply.state
    assert "note" not in entries(jars)[0]["facts"][0]["state"]


def test_a_change_elsewhere_leaves_them_as_they_are(jars):
    id_ = do(jars, opened, "A", SECRET).id
    do(jars, filled, id_)
    assert read(jars, id_) == {"note": SECRET}


def test_erased_they_are_gone_for_ever(jars):
    id_, other = do(jars, opened, "A", SECRET).id, do(jars, opened, "B", "stays").id
    box = jars.collection(Jar).find_one({"_id": id_})["box"]
    do(jars, erased, id_)
    assert read(jars, id_) == {}
    jars.collection(Jar).update_one({"_id": id_}, {"$set": {"box": box}})  # from a copy of yesterday's
    assert read(jars, id_) == {}
    assert read(jars, other) == {"note": "stays"}


def test_interrupted_before_its_key_is_destroyed_erasing_goes_on_when_it_is_repeated(jars, monkeypatch):
    id_, cause = do(jars, opened, "A", SECRET).id, because()

    def fail(_record: str) -> None:
        raise AutoReconnect

    with monkeypatch.context() as broken:
        broken.setattr(jars._sealer, "destroy", fail)
        with pytest.raises(Unavailable):
            do(jars, erased, id_, cause=cause)
    do(jars, erased, id_, cause=cause)
    assert read(jars, id_) == {}


def told(work: Work) -> Jar:
    """Open a jar, with a PIN that only whoever opens it is told."""
    jar = opened(work, "P")
    work.tell(pin=work.derive("pin", digits=8), key=work.derive("key"))
    return jar


def test_secrets_are_told_again_for_a_day_and_kept_nowhere(jars):
    cause = because()
    first = do(jars, told, cause=cause).told
    assert len(first["pin"]) == 8
    assert len(first["key"]) == 32
    assert not any(secret in dump(jars) for secret in first.values())
    assert do(jars, told, cause=cause).told == first
    assert do(jars, filled, open_jar(jars)).told == {}


def test_after_a_day_they_are_told_no_more(jars):
    cause = because()
    do(jars, told, cause=cause)
    now = jars.client.admin.command("hello")["localTime"]
    for age, is_told in ((timedelta(days=2, hours=23, minutes=59), True), (timedelta(days=3, seconds=1), False)):
        jars.journal.update_one({}, {"$set": {"recorded_at": now - age}})
        again = do(jars, told, cause=cause)
        assert bool(again.told) is is_told
        assert again.repeated


def test_what_is_no_secret_is_told_again_with_the_secrets(jars):
    def told_with_advice(work: Work) -> Jar:
        work.note(advice=["Keep it dry."])
        return told(work)

    cause = because()
    first = do(jars, told_with_advice, cause=cause).told
    assert first["advice"] == ["Keep it dry."]
    assert do(jars, told_with_advice, cause=cause).told == first


def test_every_command_has_other_secrets(jars):
    def named(work: Work, code: str) -> Jar:
        work.tell(pin=work.derive("pin", digits=8))
        return opened(work, code)

    assert len({do(jars, named, code).told["pin"] for code in "abcdef"}) == 6
