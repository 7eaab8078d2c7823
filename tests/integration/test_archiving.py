"""What old entries tell moves into files, and nothing that was promised of the journal changes."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.relay.numbering import link
from shared.repair import Archiving
from shared.store.archive import ArchiveDamaged
from tests.integration.jars import because, closed, do, filled
from tests.integration.relays import head, relayed, sent

LATER = timedelta(days=1)


@pytest.fixture
def archived(teller):
    """``archived()``: everything is archived that may be; what was done."""

    def archive(before=None, **more):
        done = list(Archiving(teller.store, teller.desk).archive(before or datetime.now(UTC) + LATER, **more))
        return done[-1] if done else {}

    return archive


def journal(store):
    return list(store.journal.find().sort("sequence", 1))


def chained(store):
    """Whether the chain holds over journal and archive together, up to the head."""
    chain = ""
    for entry in store.archive.each(journal(store)):
        chain = link(chain, entry)
        if chain != entry["hash"]:
            return False
    return chain == head(store)["hash"]


def test_what_is_old_leaves_the_journal_and_the_newest_of_each_thing_stays(teller, archived):
    before = journal(teller.store)
    assert archived() == {"filed": 10, "found": 8}
    after = journal(teller.store)
    bare = [one["sequence"] for one in after if "archived" in one]
    assert [one["sequence"] for one in after if "state" in one["facts"][0]] == [8, 10]
    assert bare == [1, 2, 3, 4, 5, 6, 7, 9]
    assert [one["facts"][0]["position"] for one in after] == list(range(1, 11))
    assert list(teller.store.archive.each(after)) == before


def test_the_chain_verifies_over_journal_and_archive_and_a_file_by_itself(teller, archived):
    archived()
    assert chained(teller.store)
    note = teller.store.database["archives"].find_one()
    assert (note["first"], note["last"], note["before"], note["hash"]) == (1, 10, "", head(teller.store)["hash"])
    with relayed(teller.store, teller.wire.uri):
        do(teller.store, closed, teller.jars[1])
        sent(teller.store, 11)
    assert archived() == {"filed": 1, "found": 1}, "what was the newest then is in a file already"
    assert chained(teller.store)
    notes = list(teller.store.database["archives"].find().sort("first", 1))
    assert notes[0]["hash"] == notes[1]["before"]


def test_a_file_that_was_changed_or_lost_is_noticed(teller, archived):
    archived()
    chunks = teller.store.database["files.chunks"]
    chunk = chunks.find_one()
    chunks.update_one({"_id": chunk["_id"]}, {"$set": {"data": chunk["data"][:-1] + b"x"}})
    with pytest.raises(ArchiveDamaged):
        chained(teller.store)
    teller.store.database["files.files"].delete_many({})
    with pytest.raises(ArchiveDamaged):
        chained(teller.store)


def test_a_command_that_is_repeated_after_years_gets_its_first_answer(teller, archived):
    cause = because()
    with relayed(teller.store, teller.wire.uri):
        first = do(teller.store, filled, teller.jars[1], cause=cause)
        do(teller.store, closed, teller.jars[1])
        sent(teller.store, 12)
    archived()
    assert "archived" in teller.store.journal.find_one({"_id": cause.key})
    again = do(teller.store, filled, teller.jars[1], cause=cause)
    assert (again.repeated, again.version, again.state) == (True, first.version, first.state)
    outcomes = teller.store.carry_out_all([(cause, lambda work: filled(work, teller.jars[1]))])
    assert outcomes[0].state == first.state


def test_replays_tell_what_is_archived(teller, archived):
    archived()
    assert teller.replayed(after=2, upto=7) == [3, 4, 5, 6, 7]


def test_a_run_that_was_cut_short_is_begun_again(teller, archived):
    for _ in Archiving(teller.store, teller.desk).archive(datetime.now(UTC) + LATER):
        break  # the file is written, and nothing has left the journal
    assert not any("archived" in one for one in journal(teller.store))
    assert archived() == {"filed": 0, "found": 8}
    assert archived() == {"filed": 0, "found": 0}
    assert chained(teller.store)


def test_what_is_young_or_not_sent_or_only_counted_stays(teller, archived):
    before = journal(teller.store)
    assert archived(before[0]["recorded_at"]) == {}
    assert archived(dry_run=True) == {"filed": 10, "found": 8}
    do(teller.store, filled, teller.jars[1])
    assert archived(before[4]["recorded_at"]) == {"filed": 4, "found": 4}
    assert journal(teller.store)[-6:] == before[-6:]
